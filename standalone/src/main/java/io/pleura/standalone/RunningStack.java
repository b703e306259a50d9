package io.pleura.standalone;

import io.pleura.standalone.stack.Member;
import io.pleura.standalone.stack.Stack;
import io.pleura.standalone.stack.StackSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A stack that a command started: stopped when the command is done, and also when Ctrl-C or SIGTERM ends this process,
/// be it in the middle of the start.
final class RunningStack implements AutoCloseable {

    private static volatile boolean stopping;

    private final PrintWriter out;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread starter = Thread.currentThread();
    private final Thread hook = new Thread(this::stopOnSignal, "stack-shutdown");
    private volatile @Nullable Stack stack;

    private RunningStack(PrintWriter out) {
        this.out = out;
    }

    static RunningStack start(StackSettings settings, PrintWriter out) throws IOException, InterruptedException {
        return start(settings, out, Member.values());
    }

    /// A part of the stack.
    static RunningStack start(StackSettings settings, PrintWriter out, Member... members)
            throws IOException, InterruptedException {
        RunningStack running = new RunningStack(out);
        Runtime.getRuntime().addShutdownHook(running.hook);
        try {
            running.stack = Stack.start(settings, running::say, Set.of(members));
            return running;
        } catch (IOException | InterruptedException | RuntimeException e) {
            running.stopped.countDown();
            throw e;
        }
    }

    /// Whether Ctrl-C or SIGTERM is ending this process.
    static boolean isStopping() {
        return stopping;
    }

    Stack stack() {
        Stack started = stack;
        if (started == null) {
            throw new IllegalStateException("the stack has not been started");
        }
        return started;
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    /// Blocks until Ctrl-C, which ends it with the exception.
    void awaitStop() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Override
    public void close() {
        Stack started = stack;
        if (started != null && stopped.getCount() > 0) {
            say("stopping");
            // In a thread of its own: Ctrl-C interrupts this one, perhaps just now, and must not cut the stopping
            // short.
            boolean interrupted =
                    joinFully(Thread.ofPlatform().name("stack-close").start(started::close));
            say("stopped");
            if (interrupted) {
                starter.interrupt();
            }
        }
        stopped.countDown();
    }

    private static boolean joinFully(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    /// A shutdown hook: when it returns the process ends. The command's own thread does the stopping.
    private void stopOnSignal() {
        stopping = true;
        starter.interrupt();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
