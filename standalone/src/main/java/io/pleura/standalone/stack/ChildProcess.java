package io.pleura.standalone.stack;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One run of a child JVM with its output in a log file. Its standard input is the [Tether].
final class ChildProcess {

    /// A log file is set aside when it is longer than this at a start.
    private static final long MAX_LOG_BYTES = 16L << 20;

    /// @param command the `java` command line
    /// @param environment added to this process's own
    /// @param temporary the child's folder for temporary files, emptied before it starts
    record Plan(
            Member member,
            List<String> command,
            Map<String, String> environment,
            Path temporary,
            Path log,
            Path processId) {}

    private final Plan plan;
    private final Process process;

    private ChildProcess(Plan plan, Process process) {
        this.plan = plan;
        this.process = process;
    }

    static ChildProcess start(Plan plan) throws IOException {
        if (Files.exists(plan.log) && Files.size(plan.log) > MAX_LOG_BYTES) {
            Files.move(plan.log, Path.of(plan.log + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (Files.exists(plan.temporary)) {
            FileTree.delete(plan.temporary);
        }
        Files.createDirectories(plan.temporary);
        ProcessBuilder builder = new ProcessBuilder(deafToInterrupts(plan.command))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(plan.log.toFile()));
        builder.environment().putAll(plan.environment);
        Process process = builder.start();
        StaleProcesses.record(plan.processId, process.toHandle());
        return new ChildProcess(plan, process);
    }

    /// Ctrl-C reaches the whole process group at once. An ignored signal stays ignored through exec, so only the parent
    /// hears it and can stop its children in order.
    private static List<String> deafToInterrupts(List<String> command) {
        List<String> wrapped = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        wrapped.addAll(command);
        return wrapped;
    }

    Member member() {
        return plan.member;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Blocks until the process ends.
    int awaitExit() throws InterruptedException {
        return process.waitFor();
    }

    /// Asks the process to end (SIGTERM) and ends it (SIGKILL) when it takes longer than `patience`.
    ///
    /// @return true when it ended by itself
    boolean stop(Duration patience) throws InterruptedException, IOException {
        process.destroy();
        boolean orderly = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (!orderly) {
            process.destroyForcibly().waitFor();
        }
        Files.deleteIfExists(plan.processId);
        return orderly;
    }

    /// kill -9.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// The last lines of its log, for a message about its death.
    String logTail(int lines) {
        try {
            List<String> all = new String(Files.readAllBytes(plan.log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(its log cannot be read: " + e.getMessage() + ")";
        }
    }

    Path log() {
        return plan.log;
    }
}
