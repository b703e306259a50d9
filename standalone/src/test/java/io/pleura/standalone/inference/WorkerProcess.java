package io.pleura.standalone.inference;

import io.pleura.inference.Step;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// [WorkerMain] in a child JVM.
final class WorkerProcess implements AutoCloseable {

    private static final int BATCH_SIZE = 8;
    private static final int BATCH_TO_DIE_IN = 5;
    private static final String KILL = "KILL";
    private static final int PATIENCE_SECONDS = 120;

    /// 128 + SIGKILL
    static final int KILLED = 137;

    /// What the Java runtime exits with behind its crash report.
    private static final int CRASHED = 1;

    private final Process process;

    /// @param dieAt null for a worker that lives until it is closed
    WorkerProcess(WorkerFixture fixture, String mode, @Nullable Step dieAt) throws Exception {
        this(fixture, fixture.workFolder(), mode, dieAt, BATCH_TO_DIE_IN, KILL);
    }

    WorkerProcess(
            WorkerFixture fixture, Path workFolder, String mode, @Nullable Step dieAt, int batchToDieIn, String signal)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+CrashOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + workFolder.resolve("hs_err.log"),
                "-Djava.io.tmpdir=" + fixture.temporaryFolder(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerMain.class.getName()));
        command.addAll(List.of(
                fixture.bootstrapServers(),
                fixture.blobFolder().toString(),
                workFolder.toString(),
                fixture.modelFolder().toString(),
                Integer.toString(BATCH_SIZE),
                mode,
                dieAt == null ? "never" : dieAt.name(),
                Integer.toString(batchToDieIn),
                signal));
        File log = fixture.workerLog().toFile();
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    /// Complete when it has died, of whatever.
    CompletableFuture<?> death() {
        return process.onExit();
    }

    int awaitDeath() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the worker still lives");
        }
        return process.exitValue();
    }

    /// Lets the worker finish its batch and end.
    @Override
    public void close() throws Exception {
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the worker did not stop");
        }
        if (!Set.of(0, CRASHED, KILLED).contains(process.exitValue())) {
            throw new AssertionError("the worker ended with " + process.exitValue());
        }
    }
}
