package io.pleura.standalone;

import io.pleura.standalone.bench.Bench;
import io.pleura.standalone.stack.Member;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Measures, beside a yardstick, on a stack of its own that leaves nothing behind.
@Command(
        name = "bench",
        description = {
            "Measures scores per second and the time from receipt to alert, beside bare ONNX Runtime.",
            "Ends with one BENCH line a figure. Give it a quiet machine."
        },
        mixinStandardHelpOptions = true,
        subcommands = {BenchDecodeCommand.class, BenchIngestCommand.class})
final class BenchCommand implements Callable<Integer> {

    /// Phantoms of seeds below 300 million were not seen in training.
    private static final long SEED = 200_000_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--radiographs",
            converter = AtLeastOne.class,
            paramLabel = "N",
            defaultValue = "300",
            description = "for the throughput (default: 300)")
    private int radiographs;

    @Option(
            names = "--alerts",
            converter = AtLeastOne.class,
            paramLabel = "N",
            defaultValue = "100",
            description = "for the latency (default: 100)")
    private int alerts;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        int threads = Runtime.getRuntime().availableProcessors();
        Map<String, String> inference = Map.of("PLEURA_INFERENCE_INTRA_OP_THREADS", Integer.toString(threads));
        try (TemporaryFolder folder = new TemporaryFolder("pleura-bench");
                RunningStack running =
                        RunningStack.start(folder.stack("data", Map.of(Member.INFERENCE, inference)), out)) {
            new Bench(running.stack(), threads, running::say)
                    .run(folder.create("images"), radiographs, alerts, SEED)
                    .forEach(running::say);
        }
        return 0;
    }
}
