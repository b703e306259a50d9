package io.pleura.ingest.receive.stow;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The line that stands between two parts of a multipart body, with the line end before it (RFC 2046 section
/// 5.1.1), and how it is found: by Horspool's search, which looks at one byte in as many as the delimiter is
/// long.
final class Delimiter {

    private static final int BYTE_VALUES = 256;

    private final byte[] bytes;

    /// How far one may go on from where a byte stands under the delimiter's last, by that byte's value.
    private final int[] steps = new int[BYTE_VALUES];

    Delimiter(String boundary) {
        bytes = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        Arrays.fill(steps, bytes.length);
        for (int i = 0; i < bytes.length - 1; i++) {
            steps[bytes[i] & 0xff] = bytes.length - 1 - i;
        }
    }

    int length() {
        return bytes.length;
    }

    /// Whether it stands there, whole.
    boolean isAt(byte[] buffer, int offset, int limit) {
        return offset + bytes.length <= limit
                && Arrays.equals(buffer, offset, offset + bytes.length, bytes, 0, bytes.length);
    }

    /// Where it begins first.
    ///
    /// @param from where it may begin
    /// @param to where it may not begin any more
    /// @param limit the end of what is in the buffer, which holds a whole delimiter that begins before `to`
    /// @return `to` when it does not begin before that
    int find(byte[] buffer, int from, int to, int limit) {
        int last = bytes.length - 1;
        int at = from;
        while (at < to) {
            byte under = buffer[at + last];
            if (under == bytes[last] && isAt(buffer, at, limit)) {
                return at;
            }
            at += steps[under & 0xff];
        }
        return to;
    }
}
