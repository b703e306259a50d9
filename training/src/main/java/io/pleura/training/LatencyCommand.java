package io.pleura.training;

import io.pleura.training.export.Latency;
import io.pleura.training.export.ModelFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `latency`: how long a model folder's files take for one image, side by side.
@CommandLine.Command(
        name = "latency",
        description = "Times the fp32 and the int8 file of a model folder, in turns, for one image at a time.",
        mixinStandardHelpOptions = true)
final class LatencyCommand implements Callable<Integer> {

    private static final int MOST_RUNS = 100_000;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--model", required = true, description = "model folder")
    private Path model = Path.of("inference/model");

    @Option(names = "--runs", defaultValue = "300", description = "of each file (${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--threads", split = ",", defaultValue = "1,2", description = "(${DEFAULT-VALUE})")
    private List<Integer> threads = List.of();

    @Override
    public Integer call() throws Exception {
        if (runs < 1 || runs > MOST_RUNS) {
            throw new IllegalArgumentException("--runs must be 1.." + MOST_RUNS + ", is " + runs);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-8s %-5s %9s %9s %6s%n", "threads", "clock", "fp32 ms", "int8 ms", "ratio");
        for (int count : threads) {
            Latency.compare(new ModelFolder(model), count, runs)
                    .forEach(row -> out.printf(
                            "%-8d %-5s %9.2f %9.2f %6.2f%n",
                            count, row.clock(), row.fp32Millis(), row.int8Millis(), row.ratio()));
        }
        return 0;
    }
}
