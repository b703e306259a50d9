package io.pleura.standalone.stack;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The first class of every child: ends the child when its parent does, in whatever way the parent ended.
///
/// The parent holds the other end of the child's standard input and never writes to it. The kernel closes that end when
/// the parent dies, even by kill -9; the child reads end-of-file, leaves in an orderly way, and is halted when that
/// takes longer than [#PATIENCE]. Needs nothing but the platform, so that it can go before any service's class path.
public final class Tether {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Tether() {}

    /// Arguments: the main class to run, then its own arguments.
    public static void main(String[] arguments) throws Exception {
        Thread.ofPlatform().daemon().name("tether").start(Tether::endWithParent);
        Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    private static void endWithParent() {
        awaitEndOfInput(System.in);
        Thread.ofPlatform().daemon().name("tether-halt").start(Tether::haltWhenLate);
        System.err.println("the parent process is gone: stopping");
        System.exit(0);
    }

    private static void awaitEndOfInput(InputStream input) {
        try {
            while (input.read() >= 0) {
                // Nothing is ever written; should it be, it means nothing.
            }
        } catch (IOException e) {
            // A broken pipe tells the same as its end.
        }
    }

    @SuppressWarnings("SystemExitOutsideMain")
    private static void haltWhenLate() {
        try {
            new CountDownLatch(1).await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}
