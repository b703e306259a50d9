package io.pleura.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SupervisionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Queue<String> announced = new ConcurrentLinkedQueue<>();

    @Test
    void startsAKilledChildAgainAndSaysSo() throws Exception {
        SupervisedChild child = SupervisedChild.start(sleeper(), announced::add);
        child.keepAlive();
        long first = awaitPid(-1);
        Path left = Files.createDirectories(folder.resolve("temporary/onnxruntime-java1"));
        Files.createFile(left.resolve("libonnxruntime.so"));
        child.kill();
        long second = awaitPid(first);
        assertThat(second).isNotEqualTo(first);
        assertThat(left).as("what the killed one left").doesNotExist();
        assertThat(announced).singleElement().asString().contains("ingest ended (exit code 137)", "0.5 s");
        assertThat(child.stop(PATIENCE)).isTrue();
        assertThat(ProcessHandle.of(second)).isEmpty();
    }

    @Test
    void stopsForGoodEvenWhileItWaitsToRestart() throws Exception {
        SupervisedChild child = SupervisedChild.start(sleeper(), announced::add);
        awaitPid(-1);
        child.keepAlive();
        child.kill();
        child.stop(PATIENCE);
        assertThat(child.current().isAlive()).isFalse();
    }

    @Test
    void childEndsWithAParentThatIsKilled() throws Exception {
        Process parent = java(ParentOfSleeper.class.getName(), folder.toString());
        long child = awaitPid(-1);
        ProcessHandle handle = ProcessHandle.of(child).orElseThrow();
        parent.destroyForcibly().waitFor();
        handle.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(Files.readString(folder.resolve("child.log"))).contains("the parent process is gone");
    }

    @Test
    void endsWhatAnEarlierStackLeftBehindAndNothingElse() throws Exception {
        ChildProcess left = ChildProcess.start(sleeper());
        awaitPid(-1);
        Files.writeString(folder.resolve("reused.pid"), ProcessHandle.current().pid() + " 12345");
        Files.writeString(folder.resolve("garbage.pid"), "no numbers");
        assertThat(StaleProcesses.takeOver(folder, PATIENCE)).hasSize(1);
        // This JVM is its parent and learns of its end a moment later than the process table; 143 is SIGTERM.
        assertThat(left.awaitExit()).isEqualTo(143);
        assertThat(folder.toFile().listFiles((parent, name) -> name.endsWith(".pid")))
                .isEmpty();
    }

    private ChildProcess.Plan sleeper() {
        return new ChildProcess.Plan(
                Member.INGEST,
                List.of(
                        javaProgram(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Tether.class.getName(),
                        Sleeper.class.getName(),
                        folder.resolve("ready").toString()),
                Map.of(),
                folder.resolve("temporary"),
                folder.resolve("child.log"),
                folder.resolve("child.pid"));
    }

    private static Process java(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(javaProgram(), "-cp", System.getProperty("java.class.path"));
        builder.command().addAll(List.of(arguments));
        return builder.inheritIO().start();
    }

    private static String javaProgram() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// The process id that a sleeper wrote, once it is another than `previous`.
    private long awaitPid(long previous) throws Exception {
        Path ready = folder.resolve("ready");
        Instant deadline = Instant.now().plusSeconds(20);
        while (Instant.now().isBefore(deadline)) {
            if (Files.exists(ready)) {
                long pid = Long.parseLong(Files.readString(ready));
                if (pid != previous) {
                    return pid;
                }
            }
            new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
        }
        throw new AssertionError("no child came up: " + announced);
    }
}
