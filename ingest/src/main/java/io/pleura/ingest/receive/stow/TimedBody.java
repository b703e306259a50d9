package io.pleura.ingest.receive.stow;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// A body that has to come in time, so that no client holds its place among the requests by trickling: each part
/// within the time of a C-STORE message, and all of them together no more slowly than any line that radiographs could
/// be sent over, and within the time that the site allows a request. Each read within is bounded by the body itself.
/// One thread.
final class TimedBody extends FilterInputStream {

    /// About half of what a line of 64 kbit/s carries. It counts when a client has been waited for as long as a part
    /// may take.
    static final int LEAST_BYTES_PER_SECOND = 4096;

    private final Duration timeForPart;
    private final Duration timeForAll;
    private final LongSupplier nanoTime;
    private long beganNanos;

    /// Time spent waiting for the client. What we do with what came is not its time.
    private long waitedNanos;

    private long takenBytes;

    /// @param timeForAll that the client may be waited for
    TimedBody(InputStream in, Duration timeForPart, Duration timeForAll, LongSupplier nanoTime) {
        super(in);
        this.timeForPart = timeForPart;
        this.timeForAll = timeForAll;
        this.nanoTime = nanoTime;
        nextPart();
    }

    /// From now on there is the whole time for a part again.
    void nextPart() {
        beganNanos = nanoTime.getAsLong();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        long askedNanos = nanoTime.getAsLong();
        check(askedNanos);
        int count = super.read(buffer, offset, length);
        waitedNanos += nanoTime.getAsLong() - askedNanos;
        takenBytes += Math.max(count, 0);
        return count;
    }

    private void check(long nowNanos) throws TooSlowException {
        if (nowNanos - beganNanos > timeForPart.toNanos()) {
            throw new TooSlowException("a part took longer than " + timeForPart.toSeconds() + " s");
        }
        if (waitedNanos > timeForAll.toNanos()) {
            throw new TooSlowException("the body took longer than " + timeForAll.toSeconds() + " s");
        }
        long allowedNanos = timeForPart.toNanos() + TimeUnit.SECONDS.toNanos(takenBytes) / LEAST_BYTES_PER_SECOND;
        if (waitedNanos > allowedNanos) {
            throw new TooSlowException("the parts came more slowly than " + LEAST_BYTES_PER_SECOND + " bytes a second");
        }
    }
}
