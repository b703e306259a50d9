package io.pleura.standalone.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Children that outlived a stack: they end by themselves soon ([Tether]), and are ended here when they do not.
///
/// A file per child holds its process id and start time; the time tells the child from a later process of that id.
final class StaleProcesses {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private StaleProcesses() {}

    static void record(Path file, ProcessHandle process) throws IOException {
        Files.writeString(file, process.pid() + " " + startMillis(process));
    }

    /// Ends every recorded process that is still there, waiting up to `patience` for each to end by itself.
    ///
    /// @return the ids of those found alive
    static List<Long> takeOver(Path folder, Duration patience) throws IOException, InterruptedException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(file -> file.toString().endsWith(".pid")).toList();
        }
        List<ProcessHandle> alive = files.stream()
                .map(StaleProcesses::find)
                .flatMap(Optional::stream)
                .toList();
        for (ProcessHandle process : alive) {
            end(process, patience);
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        return alive.stream().map(ProcessHandle::pid).toList();
    }

    private static Optional<ProcessHandle> find(Path file) {
        try {
            String[] parts = Files.readString(file).strip().split(" ");
            long startMillis = Long.parseLong(parts[1]);
            return ProcessHandle.of(Long.parseLong(parts[0]))
                    .filter(StaleProcesses::isRunning)
                    .filter(process -> startMillis(process) == startMillis);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static void end(ProcessHandle process, Duration patience) throws InterruptedException {
        process.destroy();
        if (!ended(process, patience)) {
            process.destroyForcibly();
            if (!ended(process, patience)) {
                throw new StackException("process " + process.pid() + " of an earlier stack cannot be ended");
            }
        }
    }

    private static boolean ended(ProcessHandle process, Duration patience) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Instant deadline = Instant.now().plus(patience);
        while (isRunning(process)) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            never.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
        return true;
    }

    /// A process that has ended stays in the process table until its parent asks, which in a container may be never; it
    /// has no program any more.
    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
