package io.pleura.standalone;

import io.pleura.standalone.soak.SoakReport;
import io.pleura.standalone.stack.Member;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Sends for a long time, over good and bad lines, to a stack of its own that leaves nothing behind.
@Command(
        name = "soak",
        description = {
            "Sends to a stack of its own over many associations at once: a third on good lines, a third on slow",
            "ones, a third on lines that break in the middle of an object. Then closes the books.",
            "Exit code 1 when somebody with a whole line was refused, something is lost or twice, or memory grew."
        },
        mixinStandardHelpOptions = true)
final class SoakCommand implements Callable<Integer> {

    /// Beside the senders: those whose broken line ingest has not noticed yet.
    private static final int SPARE_ASSOCIATIONS = 50;

    private static final int MAX_ASSOCIATIONS = 1_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--associations",
            paramLabel = "N",
            defaultValue = "100",
            description = "how many at once (default: 100)")
    private int associations;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "600", description = "how long (default: 600)")
    private int seconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (associations < 3 || associations > MAX_ASSOCIATIONS) {
            throw new ParameterException(spec.commandLine(), "--associations: 3 to " + MAX_ASSOCIATIONS);
        }
        if (seconds < 10) {
            throw new ParameterException(spec.commandLine(), "--seconds: 10 at least, to see whether anything grows");
        }
        PrintWriter out = spec.commandLine().getOut();
        String most = Integer.toString(associations + SPARE_ASSOCIATIONS);
        Map<String, String> ingest = Map.of("PLEURA_INGEST_MAX_ASSOCIATIONS", most);
        try (TemporaryFolder folder = new TemporaryFolder("pleura-soak");
                RunningStack running = RunningStack.start(folder.stack("data", Map.of(Member.INGEST, ingest)), out)) {
            running.say("%d associations for %d s".formatted(associations, seconds));
            SoakReport report = SoakReport.of(
                    running.stack(), associations, Duration.ofSeconds(seconds), System.currentTimeMillis());
            running.say(report.text());
            running.say(report.held() ? "SOAK held" : "SOAK did NOT hold");
            return report.held() ? 0 : 1;
        }
    }
}
