package io.pleura.ingest.receive.dimse;

import java.time.Duration;

/// How long the peer of an association may go on with what it is at, and whether a message is under way.
///
/// The time is bounded twice: each read by the socket's timeout, each phase by a deadline that the listener watches, so
/// that a peer that trickles byte by byte gains nothing. [#isOver] and [#stopWhenIdle] are the listener's, the rest is
/// for the thread of the association.
final class Patience {

    /// Lets the socket's timeout act first, which tells the peer.
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Connection connection;
    private final Timers timers;

    private volatile long deadlineNanos;

    // Guarded by this.
    private boolean busy;
    private boolean stopping;

    /// Begins with the time for the handshake.
    Patience(Connection connection, Timers timers) {
        this.connection = connection;
        this.timers = timers;
        allow(timers.handshake());
    }

    /// From now on, this long.
    void allow(Duration time) {
        deadlineNanos = System.nanoTime() + time.plus(GRACE).toNanos();
    }

    /// @param nowNanos [System#nanoTime]
    boolean isOver(long nowNanos) {
        return nowNanos - deadlineNanos > 0;
    }

    synchronized void messageBegins() {
        busy = true;
        allow(timers.message());
    }

    /// @param goesOn whether the association is still established
    synchronized void messageEnded(boolean goesOn) {
        busy = false;
        if (goesOn) {
            allow(timers.idle());
        }
        if (stopping) {
            connection.endInput();
        }
    }

    /// Whether a message is under way.
    synchronized boolean isBusy() {
        return busy;
    }

    /// Ends the association as soon as no message is under way.
    synchronized void stopWhenIdle() {
        stopping = true;
        if (!busy) {
            connection.endInput();
        }
    }
}
