package io.pleura.imaging.fuzz;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One run of Jazzer over some targets: coverage-guided, in a child process with a heap of its own, which ends after so
/// many inputs, after a time, or at the first finding.
///
/// @param folder for the inputs that reach new code (`corpus`), kept from run to run, findings and the log
/// @param runs inputs; 0 for as many as the time allows
/// @param time at most; zero for as long as the inputs take
/// @param seed of the random numbers, so that a run can be repeated
public record FuzzRun(List<FuzzTarget> targets, Path folder, long runs, Duration time, int seed) {

    /// Everything that the product and its JPEG 2000 library do.
    private static final String INSTRUMENTED =
            "io.pleura.imaging.**:io.pleura.ingest.**:jj2000.**:com.github.jaiimageio.**";

    private static final String HEAP = "-Xmx768m";
    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final int SECONDS_PER_INPUT = 25;

    /// Of an input, unless one that lies in the folder is longer.
    private static final int MOST_INPUT_BYTES = 4096;

    private static final Pattern EXECUTED = Pattern.compile("stat::number_of_executed_units: (\\d+)");

    /// @param executed inputs
    /// @param finding the child's account of it, empty when nothing was found
    public record Result(long executed, Duration took, String finding) {}

    public Result go() throws IOException, InterruptedException {
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        writeSeeds(corpus);
        Path log = folder.resolve("log");
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command(corpus))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()))
                .start();
        int status;
        try {
            status = process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        String account = Files.readString(log);
        Matcher executed = EXECUTED.matcher(account);
        return new Result(
                executed.find() ? Long.parseLong(executed.group(1)) : 0, took, status == 0 ? "" : finding(account));
    }

    private List<String> command(Path corpus) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "-Djava.awt.headless=true",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FuzzEntry.class.getName(),
                "--target_args="
                        + String.join(
                                " ",
                                targets.stream()
                                        .map(target -> target.getClass().getName())
                                        .toList()),
                "--instrumentation_includes=" + INSTRUMENTED,
                "--custom_hook_includes=" + INSTRUMENTED,
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-seed=" + seed,
                "-max_len=" + mostInputBytes(corpus),
                "-timeout=" + SECONDS_PER_INPUT,
                "-print_final_stats=1"));
        if (time.isPositive() && time.compareTo(SHORT) < 0) {
            command.add(1, "-XX:TieredStopAtLevel=1"); // the better compiler would come too late
        }
        if (runs > 0) {
            command.add("-runs=" + runs);
        }
        if (!time.isZero()) {
            command.add("-max_total_time=" + time.toSeconds());
        }
        command.add(corpus.toString());
        return command;
    }

    private static long mostInputBytes(Path corpus) throws IOException {
        try (Stream<Path> files = Files.list(corpus)) {
            return Math.max(
                    MOST_INPUT_BYTES,
                    files.mapToLong(file -> file.toFile().length()).max().orElse(0));
        }
    }

    private void writeSeeds(Path corpus) throws IOException {
        for (int target = 0; target < targets.size(); target++) {
            int number = 0;
            for (byte[] seed : seeds(targets.get(target))) {
                Files.write(
                        corpus.resolve("seed-" + targets.get(target).name() + "-" + number++),
                        targets.size() == 1 ? seed : FuzzEntry.addressed(target, seed));
            }
        }
    }

    private static List<byte[]> seeds(FuzzTarget target) throws IOException {
        try {
            return target.seeds();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the seeds of " + target.name(), e);
        }
    }

    /// From where the child says what happened.
    private static String finding(String account) {
        int start = Stream.of("== Java Exception", "== Java Assertion", "ERROR: libFuzzer")
                .mapToInt(account::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(Math.max(0, account.length() - 2000));
        return account.substring(start);
    }
}
