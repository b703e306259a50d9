package io.pleura.ingest.receive.stow;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The body of a request as a stream. What has come waits here, up to a bound, while the HTTP server reads on: reader
/// and server work side by side, and a reader that is behind takes piece after piece without waiting for any.
///
/// One thread reads; the server's event loop brings.
final class RequestBody extends InputStream {

    /// When as much waits, the server is asked to stop; what it has read until it hears of that may still come.
    private static final int MOST_WAITING_BYTES = 1 << 20;

    /// A connection that closes before the handlers are set is told to nobody.
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final HttpServerRequest request;
    private final Duration timeout;
    private final long maxBytes;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final Deque<Buffer> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean held;
    private boolean unwanted;
    private boolean ended;
    private @Nullable Throwable failure;

    // Used by the reader only.
    private Buffer piece = Buffer.buffer();
    private int position;
    private long takenBytes;
    private boolean begun;

    /// There was more than allowed.
    static final class TooLongException extends IOException {

        private static final long serialVersionUID = 1;

        TooLongException(long maxBytes) {
            super("more than " + maxBytes + " bytes in one request");
        }
    }

    /// @param request paused, and none of its body read
    /// @param timeout for the next piece to come
    RequestBody(HttpServerRequest request, Duration timeout, long maxBytes) {
        this.request = request;
        this.timeout = timeout;
        this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (position == piece.length()) {
            Buffer next = next();
            if (next == null) {
                return -1;
            }
            piece = next;
            position = 0;
            takenBytes += next.length();
            if (takenBytes > maxBytes) {
                throw new TooLongException(maxBytes);
            }
        }
        int count = Math.min(length, piece.length() - position);
        piece.getBytes(position, position + count, target, offset);
        position += count;
        return count;
    }

    /// Whether nobody hears the answer any more, though what came before may still wait here.
    boolean clientIsGone() {
        return request.response().closed();
    }

    /// What is left is for [UnwantedBodies].
    @Override
    public void close() {
        lock.lock();
        try {
            unwanted = true;
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Buffer next() throws IOException {
        if (!begun) {
            askForBody();
            begin();
        }
        boolean goOn;
        Buffer next;
        lock.lock();
        try {
            await();
            next = waiting.poll();
            waitingBytes -= next == null ? 0 : next.length();
            goOn = held && waitingBytes <= MOST_WAITING_BYTES / 2;
            held = held && !goOn;
        } finally {
            lock.unlock();
        }
        if (goOn) {
            request.resume();
        }
        return next;
    }

    /// Not of a client of HTTP/1.0, which would take it for the answer (RFC 9110 section 10.1.1).
    private void askForBody() {
        if (request.version() != HttpVersion.HTTP_1_0 && "100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
    }

    /// A paused request does not end, unless it has no body.
    private void begin() {
        begun = true;
        if (request.isEnded()) {
            end(null);
            return;
        }
        request.handler(this::came);
        request.endHandler(ignored -> end(null));
        request.exceptionHandler(this::end);
        request.resume();
    }

    private void await() throws IOException {
        long left = timeout.toNanos();
        try {
            while (waiting.isEmpty() && !ended) {
                if (clientIsGone()) {
                    throw new IOException("the connection is closed");
                }
                if (left <= 0) {
                    throw new TooSlowException("nothing came for " + timeout.toSeconds() + " s");
                }
                long look = Math.min(left, LOOK_NANOS);
                left -= look - arrival.awaitNanos(look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        if (waiting.isEmpty() && failure != null) {
            throw new IOException("the connection broke", failure);
        }
    }

    private void came(Buffer next) {
        lock.lock();
        try {
            if (!unwanted) {
                keep(next);
            }
        } finally {
            lock.unlock();
        }
    }

    private void keep(Buffer next) {
        waiting.add(next);
        waitingBytes += next.length();
        if (waitingBytes >= MOST_WAITING_BYTES && !held) {
            held = true;
            request.pause();
        }
        arrival.signal();
    }

    private void end(@Nullable Throwable why) {
        lock.lock();
        try {
            ended = true;
            failure = why;
            arrival.signal();
        } finally {
            lock.unlock();
        }
    }
}
