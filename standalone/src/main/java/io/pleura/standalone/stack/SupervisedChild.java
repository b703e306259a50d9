package io.pleura.standalone.stack;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps one member of the stack running: starts it again when it dies, with growing pauses, and says so.
///
/// One virtual thread per member watches it. [#stop] and [#kill] come from other threads.
final class SupervisedChild {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /// Who ran this long was healthy: the pauses begin anew.
    private static final Duration HEALTHY_RUN = Duration.ofMinutes(1);

    private final ChildProcess.Plan plan;
    private final Consumer<String> announce;
    private final CountDownLatch stopping = new CountDownLatch(1);

    private volatile ChildProcess current;
    private @Nullable Thread keeper;

    private SupervisedChild(ChildProcess.Plan plan, Consumer<String> announce, ChildProcess first) {
        this.plan = plan;
        this.announce = announce;
        this.current = first;
    }

    static SupervisedChild start(ChildProcess.Plan plan, Consumer<String> announce) throws IOException {
        return new SupervisedChild(plan, announce, ChildProcess.start(plan));
    }

    /// From now on deaths are followed by restarts; before, they are the starter's business.
    synchronized void keepAlive() {
        if (keeper == null) {
            keeper = Thread.ofVirtual()
                    .name("keeper-" + plan.member().lowerCaseName())
                    .start(this::keep);
        }
    }

    ChildProcess current() {
        return current;
    }

    /// kill -9; a kept child starts again.
    void kill() throws InterruptedException {
        current.kill();
    }

    /// Stops the child for good.
    ///
    /// @return true when it ended by itself within `patience`
    boolean stop(Duration patience) throws InterruptedException, IOException {
        ChildProcess last;
        Thread watching;
        synchronized (this) {
            stopping.countDown();
            last = current;
            watching = keeper;
        }
        boolean orderly = last.stop(patience);
        if (watching != null) {
            watching.join();
        }
        return orderly;
    }

    private void keep() {
        try {
            Duration pause = FIRST_PAUSE;
            while (true) {
                Instant started = Instant.now();
                int exitCode = current.awaitExit();
                if (stopping.getCount() == 0) {
                    return;
                }
                boolean wasHealthy = Duration.between(started, Instant.now()).compareTo(HEALTHY_RUN) >= 0;
                pause = wasHealthy ? FIRST_PAUSE : pause;
                announce.accept("%s ended (exit code %d); starting it again in %.1f s. Log: %s"
                        .formatted(plan.member().lowerCaseName(), exitCode, pause.toMillis() / 1000.0, plan.log()));
                if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS) || !startAgain()) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            announce.accept(
                    "%s cannot be started again: %s".formatted(plan.member().lowerCaseName(), e.getMessage()));
        }
    }

    /// @return false when [#stop] came first
    private synchronized boolean startAgain() throws IOException {
        if (stopping.getCount() == 0) {
            return false;
        }
        current = ChildProcess.start(plan);
        return true;
    }
}
