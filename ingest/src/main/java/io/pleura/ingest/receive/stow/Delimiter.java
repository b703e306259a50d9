package io.pleura.ingest.receive.stow;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The line that stands between two parts of a multipart body, with the line end before it (RFC 2046 section
/// 5.1.1), and how it is found: by Horspool's search, which looks at one byte in as many as the delimiter is
/// long.
final class Delimiter {

    private static final int BYTE_VALUES = 256;
    private static final int STRIDE = 4;

    private final byte[] bytes;

    /// How far one may go on from where a byte stands under the delimiter's last, by that byte's value.
    private final int[] steps = new int[BYTE_VALUES];

    /// One for each value of a byte that stands in the delimiter.
    private final int[] own = new int[BYTE_VALUES];

    Delimiter(String boundary) {
        bytes = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        Arrays.fill(steps, bytes.length);
        for (int i = 0; i < bytes.length - 1; i++) {
            steps[bytes[i] & 0xff] = bytes.length - 1 - i;
        }
        for (byte one : bytes) {
            own[one & 0xff] = 1;
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
            if (to - at >= STRIDE * bytes.length && isForeign(buffer, at + last)) {
                at += STRIDE * bytes.length;
                continue;
            }
            byte under = buffer[at + last];
            if (under == bytes[last] && isAt(buffer, at, limit)) {
                return at;
            }
            at += steps[under & 0xff];
        }
        return to;
    }

    /// Whether a stride of whole steps may be taken from here: four bytes that do not stand in the delimiter, as most
    /// of pixels do not. None of the look-ups waits for the one before.
    private boolean isForeign(byte[] buffer, int at) {
        int step = bytes.length;
        return (own[buffer[at] & 0xff]
                        | own[buffer[at + step] & 0xff]
                        | own[buffer[at + 2 * step] & 0xff]
                        | own[buffer[at + 3 * step] & 0xff])
                == 0;
    }
}
