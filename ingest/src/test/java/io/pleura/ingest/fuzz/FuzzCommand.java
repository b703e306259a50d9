package io.pleura.ingest.fuzz;

import io.pleura.imaging.fuzz.FuzzRun;
import io.pleura.imaging.fuzz.FuzzTarget;
import io.pleura.imaging.fuzz.FuzzTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// `./pleura fuzz [TARGET...] [--runs N | --minutes M]`: one target after the other, each in a process of its own. What
/// a run learnt is kept for the next in `.pleura/fuzz`, as are findings.
public final class FuzzCommand {

    private static final Duration DEFAULT_TIME = Duration.ofMinutes(1);

    /// Larger files of the shared data are left out: mutating them takes long.
    private static final long MOST_FILE_BYTES = 16 << 10;

    private final List<String> names = new ArrayList<>();
    private long runs;
    private Duration time = Duration.ZERO;

    private FuzzCommand() {}

    /// Ends with 1 when something was found, with 2 when it was called in another way than it can be.
    public static void main(String[] arguments) throws Exception {
        FuzzCommand command = new FuzzCommand();
        List<FuzzTarget> known = FuzzTargets.in("io.pleura");
        if (!command.parse(List.of(arguments)) || !command.areKnown(known)) {
            System.err.println(
                    "usage: ./pleura fuzz [TARGET...] [--runs N | --minutes M]     for each target; 1 minute by"
                            + " default\ntargets: "
                            + String.join(
                                    ", ", known.stream().map(FuzzTarget::name).toList()));
            System.exit(2);
        }
        System.exit(command.fuzz(known) ? 0 : 1);
    }

    private boolean parse(List<String> arguments) {
        try {
            for (int i = 0; i < arguments.size(); i++) {
                switch (arguments.get(i)) {
                    case "--runs" -> runs = Long.parseLong(arguments.get(++i));
                    case "--minutes" -> time = Duration.ofMinutes(Long.parseLong(arguments.get(++i)));
                    default -> names.add(arguments.get(i));
                }
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return false;
        }
        time = runs == 0 && time.isZero() ? DEFAULT_TIME : time;
        return runs >= 0 && !time.isNegative();
    }

    private boolean areKnown(List<FuzzTarget> known) {
        return known.stream().map(FuzzTarget::name).toList().containsAll(names);
    }

    private boolean fuzz(List<FuzzTarget> known) throws IOException, InterruptedException {
        boolean clean = true;
        long inputs = 0;
        int seed = new Random().nextInt(1, Integer.MAX_VALUE);
        System.out.printf("seed %d%n%-14s %12s %10s%n", seed, "target", "inputs", "a second");
        for (FuzzTarget target : known) {
            if (!names.isEmpty() && !names.contains(target.name())) {
                continue;
            }
            Path folder = Files.createDirectories(
                    Path.of(System.getProperty("pleura.root", "."), ".pleura", "fuzz", target.name())
                            .toAbsolutePath());
            addFiles(target, folder);
            FuzzRun.Result result = new FuzzRun(List.of(target), folder, runs, time, seed).go();
            inputs += result.executed();
            System.out.printf(
                    "%-14s %12d %10d  %s%n",
                    target.name(),
                    result.executed(),
                    result.executed() / Math.max(1, result.took().toSeconds()),
                    result.finding().isEmpty() ? "nothing found" : "FOUND, see " + folder);
            if (!result.finding().isEmpty()) {
                System.out.println(result.finding());
                clean = false;
            }
        }
        System.out.printf("%-14s %12d%n", "all", inputs);
        return clean;
    }

    /// The small ones of the shared data, where it is there and the target takes files.
    private static void addFiles(FuzzTarget target, Path folder) throws IOException {
        String data = System.getenv("PLEURA_SHARED_DATA");
        if (data == null || !target.takesFiles()) {
            return;
        }
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        for (String child : Arrays.asList("dicom-conformance", "dicom-cxr")) {
            try (Stream<Path> files = Files.walk(Path.of(data, child))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (Files.size(file) <= MOST_FILE_BYTES) {
                        Files.write(corpus.resolve("file-" + file.getFileName()), Files.readAllBytes(file));
                    }
                }
            }
        }
    }
}
