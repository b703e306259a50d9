package io.pleura.standalone.bench;

import io.pleura.standalone.stack.StackException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One run of another program, timed by bash.
///
/// @param cpuMillis processor time of the program, its start and its reading and writing included
record ToolRun(double elapsedMillis, double cpuMillis) {

    private static final long WITHIN_MINUTES = 5;
    private static final String TIMED = "TIMEFORMAT='%3R %3U %3S'; time \"$@\" >/dev/null 2>&1 || echo failed";

    static boolean isThere(String tool) {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    static ToolRun of(String tool, List<String> options, Path from, Path to) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", TIMED, "bash", tool));
        command.addAll(options);
        command.addAll(List.of(from.toString(), to.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(WITHIN_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new StackException(tool + " took more than " + WITHIN_MINUTES + " minutes");
        }
        return of(tool, output);
    }

    /// @param output seconds elapsed, of user and of system time
    static ToolRun of(String tool, String output) {
        String[] seconds = output.strip().split("\\s+");
        if (output.contains("failed") || seconds.length != 3) {
            throw new StackException(tool + " failed: " + output.strip());
        }
        return new ToolRun(
                1000 * Double.parseDouble(seconds[0]),
                1000 * (Double.parseDouble(seconds[1]) + Double.parseDouble(seconds[2])));
    }
}
