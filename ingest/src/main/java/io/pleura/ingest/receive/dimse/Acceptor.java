package io.pleura.ingest.receive.dimse;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Lets peers in at one door, one after the other. Where that fails at once, as it does while the process has no file
/// descriptor left, the next attempt waits for a while, longer each time, and the log hears of it once a minute.
///
/// [#run] on a thread of its own until the listener closes; [#trouble] from others.
final class Acceptor implements Runnable {

    private static final Logger LOG = Logger.getLogger(Acceptor.class);

    static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    static final String ENDED = "nobody is let in any more";

    /// Waits for the next peer.
    interface Entrance {
        SocketChannel accept() throws IOException;
    }

    /// Takes care of a peer without keeping others waiting.
    interface Host {
        void serve(SocketChannel peer) throws IOException;
    }

    /// [Thread#sleep(Duration)].
    interface Rest {
        void pause(Duration time) throws InterruptedException;
    }

    private final String door;
    private final Entrance entrance;
    private final Host host;
    private final BooleanSupplier closing;
    private final Rest rest;
    private final LongSupplier nanoTime;
    private final OnceAMinute failures = new OnceAMinute();
    private final OnceAMinute unserved = new OnceAMinute();

    private Duration pause = SHORTEST_PAUSE;
    private volatile @Nullable String trouble;

    /// @param door in words
    /// @param closing whether whatever fails does so because the listener closes
    Acceptor(String door, Entrance entrance, Host host, BooleanSupplier closing) {
        this(door, entrance, host, closing, Thread::sleep, System::nanoTime);
    }

    Acceptor(String door, Entrance entrance, Host host, BooleanSupplier closing, Rest rest, LongSupplier nanoTime) {
        this.door = door;
        this.entrance = entrance;
        this.host = host;
        this.closing = closing;
        this.rest = rest;
        this.nanoTime = nanoTime;
    }

    @Override
    public void run() {
        try {
            while (!closing.getAsBoolean()) {
                letIn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            trouble = ENDED;
            if (!closing.getAsBoolean()) {
                LOG.fatalf("%s at %s: restart the service", ENDED, door);
            }
        }
    }

    /// Why nobody is let in, in words; empty while somebody would be.
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void letIn() throws InterruptedException {
        SocketChannel peer;
        try {
            peer = entrance.accept();
        } catch (IOException | RuntimeException e) {
            if (!closing.getAsBoolean()) {
                failed(e);
            }
            return;
        }
        pause = SHORTEST_PAUSE;
        try {
            host.serve(peer);
        } catch (IOException | RuntimeException e) {
            say(unserved, "a peer that was let in at %s could not be served", e);
        }
    }

    /// The trouble is over when the next attempt waits for a peer: one that fails again does so at once.
    private void failed(Exception e) throws InterruptedException {
        trouble = String.valueOf(e.getMessage());
        say(failures, "nobody can be let in at %s", e);
        rest.pause(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        trouble = null;
    }

    private void say(OnceAMinute times, String what, Exception e) {
        OptionalInt count = times.another(nanoTime.getAsLong());
        if (count.isPresent()) {
            LOG.errorf(
                    e instanceof RuntimeException ? e : null,
                    what + ": %s (%d since this was last said)",
                    door,
                    e.getMessage(),
                    count.getAsInt());
        }
    }
}
