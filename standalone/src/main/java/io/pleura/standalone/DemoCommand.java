package io.pleura.standalone;

import io.pleura.standalone.demo.Demo;
import io.pleura.standalone.stack.Ports;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Everything at once, for someone who sees Pleura for the first time.
@Command(
        name = "demo",
        description = {
            "Starts everything, streams synthetic studies in over C-STORE and shows what comes out.",
            "Stays up until Ctrl-C. Exit code 1 when not everything came out."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final int MAX_STUDIES = 10_000;

    /// Phantoms of seeds below this were not seen in training.
    private static final long SEEDS = 299_000_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final StackOptions options = new StackOptions();

    @Option(
            names = "--studies",
            paramLabel = "N",
            defaultValue = "24",
            description = "how many to send, mistakes among them (default: 24)")
    private int studies;

    @Option(names = "--exit", description = "stop everything at the end")
    private boolean exit;

    private final InstantSource clock = InstantSource.system();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (studies < 1 || studies > MAX_STUDIES) {
            throw new ParameterException(spec.commandLine(), "--studies: 1 to " + MAX_STUDIES);
        }
        PrintWriter out = spec.commandLine().getOut();
        try (RunningStack running = RunningStack.start(options.settings(), out)) {
            running.say(StackTable.of(running.stack()));
            running.say("Sending %d synthetic studies, urgent and routine ones, and some that do not belong here."
                    .formatted(studies));
            // New studies each time: the same ones again would, rightly, change nothing.
            long seed = clock.millis() / 100 % SEEDS;
            Demo.Result result = new Demo(running.stack(), running::say).run(studies, seed);
            running.say(result.text());
            if (!exit) {
                running.say("The alerts are at http://%s:%d/ (user clinician, password %s). Ctrl-C stops everything."
                        .formatted(
                                Ports.HOST,
                                running.stack().ports().alerting(),
                                running.stack().password()));
                running.awaitStop();
            }
            return result.complete() ? 0 : 1;
        }
    }
}
