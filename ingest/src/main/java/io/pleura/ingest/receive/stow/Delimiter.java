package io.pleura.ingest.receive.stow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The line that stands between two parts of a multipart body, with the line end before it (RFC 2046 section
/// 5.1.1), and how it is found: by Horspool's search over pairs of bytes, which looks at one pair in as many bytes as
/// the delimiter is long. Single bytes of it are common among pixels, pairs of them are not.
final class Delimiter {

    private static final VarHandle PAIR = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /// Pairs of bytes that the search does not tell from each other share a step: the shortest of theirs.
    private static final int KINDS_BITS = 12;

    private static final int SPREAD = 0x9E3779B1;
    private static final int STRIDE = 4;

    private final byte[] bytes;

    /// How far one may go on where no pair of the delimiter stands.
    private final int step;

    /// How far one may go on from where a pair stands under the delimiter's last two bytes, by its kind; 0 where those
    /// are of the same kind. Without a sign.
    private final byte[] steps = new byte[1 << KINDS_BITS];

    /// How far one may go on where the last pair's kind stands, and no delimiter.
    private final int stepFromLast;

    /// @param boundary not empty, and at most [MultipartReader#MAX_BOUNDARY_LENGTH] characters
    Delimiter(String boundary) {
        bytes = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        step = bytes.length - 1;
        Arrays.fill(steps, (byte) step);
        int last = bytes.length - 2;
        for (int i = 0; i < last; i++) {
            steps[kind(bytes, i)] = (byte) (last - i);
        }
        stepFromLast = stepAt(bytes, last);
        steps[kind(bytes, last)] = 0;
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
        int last = bytes.length - 2;
        int at = from;
        while (at < to) {
            if (to - at > STRIDE * step && isForeign(buffer, at + last)) {
                at += STRIDE * step;
                continue;
            }
            int forward = stepAt(buffer, at + last);
            if (forward == 0 && isAt(buffer, at, limit)) {
                return at;
            }
            at += forward == 0 ? stepFromLast : forward;
        }
        return to;
    }

    /// Whether a stride of whole steps may be taken from here: four pairs that do not stand in the delimiter, as most
    /// of pixels do not. None of the look-ups waits for the one before.
    private boolean isForeign(byte[] buffer, int at) {
        return Math.min(
                        Math.min(stepAt(buffer, at), stepAt(buffer, at + step)),
                        Math.min(stepAt(buffer, at + 2 * step), stepAt(buffer, at + 3 * step)))
                == step;
    }

    private int stepAt(byte[] buffer, int at) {
        return steps[kind(buffer, at)] & 0xff;
    }

    /// Of the two bytes there.
    private static int kind(byte[] buffer, int at) {
        return (short) PAIR.get(buffer, at) * SPREAD >>> Integer.SIZE - KINDS_BITS;
    }
}
