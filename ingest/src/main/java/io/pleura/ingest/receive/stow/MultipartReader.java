package io.pleura.ingest.receive.stow;

import io.pleura.ingest.wire.ChannelStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads a multipart body (RFC 2046 section 5.1) part by part. Parts are streamed; only header lines are kept, and
/// those are bounded. One thread.
final class MultipartReader {

    private static final int BUFFER_BYTES = 64 << 10;
    static final int MAX_HEADER_BYTES = 16 << 10;

    /// RFC 2046 allows 70; Orthanc's boundaries have 73.
    static final int MAX_BOUNDARY_LENGTH = 200;

    private final InputStream in;
    private final Delimiter delimiter;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private boolean ended;
    private boolean begun;

    MultipartReader(InputStream in, String boundary) throws MalformedMultipartException {
        if (boundary.isEmpty() || boundary.length() > MAX_BOUNDARY_LENGTH) {
            throw new MalformedMultipartException("a boundary has 1 to " + MAX_BOUNDARY_LENGTH + " characters");
        }
        this.in = in;
        this.delimiter = new Delimiter(boundary);
        // The first delimiter may stand at the very beginning; this stands in for the line end before it.
        buffer[0] = '\r';
        buffer[1] = '\n';
        limit = 2;
    }

    /// @param headers by lower-case name
    /// @param content ends where the part does; what is left of it is read over by the next call
    record Part(Map<String, String> headers, InputStream content) {}

    /// The next part, empty after the last.
    Optional<Part> next() throws IOException {
        readOver();
        if (ended) {
            return Optional.empty();
        }
        begun = true;
        position += delimiter.length();
        if (startsWith("--")) {
            ended = true;
            return Optional.empty();
        }
        while (peek() == ' ' || peek() == '\t') {
            position++; // padding after a boundary
        }
        if (!startsWith("\r\n")) {
            throw new MalformedMultipartException("no line end after a boundary");
        }
        return Optional.of(new Part(headers(), new Content()));
    }

    /// The preamble, or what nobody read of the part before.
    private void readOver() throws IOException {
        Content previous = new Content();
        for (int count = 0; count >= 0; count = previous.undelimited(buffer.length)) {
            position += count;
        }
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        int budget = MAX_HEADER_BYTES;
        while (true) {
            position += 2; // the line end before
            if (startsWith("\r\n")) {
                // The content begins behind the blank line, whose line end may be the delimiter's first.
                position += 2;
                if (startsWithDelimiterAtLineEnd()) { // which may move the position
                    position -= 2;
                }
                return headers;
            }
            StringBuilder line = new StringBuilder();
            while (!startsWith("\r\n")) {
                if (--budget < 0) {
                    throw new MalformedMultipartException("part headers of more than " + MAX_HEADER_BYTES + " bytes");
                }
                line.append((char) (peek() & 0xff));
                position++;
            }
            int colon = line.indexOf(":");
            String name = line.substring(0, Math.max(0, colon)).strip();
            if (!name.isEmpty()) {
                headers.put(
                        name.toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
            }
        }
    }

    /// An empty part: `CRLF CRLF --boundary`, where the second line end belongs to both.
    private boolean startsWithDelimiterAtLineEnd() throws IOException {
        fill(delimiter.length());
        position -= 2;
        boolean delimited = delimiter.isAt(buffer, position, limit);
        position += 2;
        return delimited;
    }

    private int peek() throws IOException {
        if (!fill(1)) {
            throw new MalformedMultipartException("the body ends before its last boundary");
        }
        return buffer[position];
    }

    private boolean startsWith(String text) throws IOException {
        if (!fill(text.length())) {
            throw new MalformedMultipartException("the body ends before its last boundary");
        }
        for (int i = 0; i < text.length(); i++) {
            if (buffer[position + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Sees to it that so many bytes are in the buffer, without losing the two before the position.
    private boolean fill(int count) throws IOException {
        while (limit - position < count) {
            if (position > 2) { // what is left is short, and room behind it means long reads
                int keep = Math.min(position, 2);
                System.arraycopy(buffer, position - keep, buffer, 0, limit - position + keep);
                limit -= position - keep;
                position = keep;
            }
            int read = in.read(buffer, limit, buffer.length - limit);
            if (read < 0) {
                return false;
            }
            limit += read;
        }
        return true;
    }

    /// The bytes up to the next delimiter, which stays unread. What is left of them is read over by [#next].
    private final class Content extends ChannelStream {

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (!target.hasRemaining()) {
                return 0;
            }
            int count = undelimited(target.remaining());
            target.put(buffer, position, Math.max(count, 0));
            position += Math.max(count, 0);
            return count;
        }

        /// How many of the next bytes belong to the part, as far as one can see: at least one, at most so many; -1 at
        /// its end.
        private int undelimited(int most) throws IOException {
            if (ended) {
                return -1;
            }
            boolean whole = fill(delimiter.length());
            if (delimiter.isAt(buffer, position, limit)) {
                return -1;
            }
            if (!whole) {
                throw new MalformedMultipartException(
                        begun ? "the body ends within a part" : "the body has no boundary");
            }
            int last = Math.min(limit - delimiter.length() + 1, position + most);
            return delimiter.find(buffer, position + 1, Math.max(last, position + 1), limit) - position;
        }
    }
}
