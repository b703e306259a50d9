package io.pleura.ingest.receive.stow;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/// A body that has to come in time, part by part: a client that trickles holds its place among the requests for no
/// longer than a C-STORE message may take. Each read within is bounded by the body itself. One thread.
final class TimedBody extends FilterInputStream {

    private final Duration timeForPart;
    private final LongSupplier nanoTime;
    private long beganNanos;

    TimedBody(InputStream in, Duration timeForPart, LongSupplier nanoTime) {
        super(in);
        this.timeForPart = timeForPart;
        this.nanoTime = nanoTime;
        nextPart();
    }

    /// From now on there is the whole time again.
    void nextPart() {
        beganNanos = nanoTime.getAsLong();
    }

    @Override
    public int read() throws IOException {
        check();
        return super.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        check();
        return super.read(buffer, offset, length);
    }

    private void check() throws TooSlowException {
        if (nanoTime.getAsLong() - beganNanos > timeForPart.toNanos()) {
            throw new TooSlowException("a part took longer than " + timeForPart.toSeconds() + " s");
        }
    }
}
