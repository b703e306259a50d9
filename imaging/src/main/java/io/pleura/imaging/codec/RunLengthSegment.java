package io.pleura.imaging.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// One segment of an RLE frame (PS3.5 section G.3.1), decoded a piece at a time, so that the pieces of all segments are
/// still in the processor's cache when they are put together. One thread.
final class RunLengthSegment {

    /// Bytes that [#read] gives at most.
    static final int MAX_PIECE = 8192;

    private static final int LONGEST_RUN = 128;

    /// Bytes of a run that are written at once, whether it is so long or not.
    private static final int SHORT_RUN = 2 * Long.BYTES;

    private static final long EVERY_BYTE = 0x0101010101010101L;
    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer frame;
    private final int end;
    private int in;

    /// A piece, what the run at its end has beyond it, and room for what is written at once.
    private final byte[] piece = new byte[MAX_PIECE + LONGEST_RUN + SHORT_RUN];

    private int decoded;
    private int given;

    /// @param frame in little endian
    RunLengthSegment(ByteBuffer frame, int start, int end) {
        this.frame = frame;
        this.in = start;
        this.end = end;
    }

    /// The next bytes, in an array that is overwritten by the next call.
    byte[] read(int count) {
        System.arraycopy(piece, given, piece, 0, decoded - given);
        decoded -= given;
        given = count;
        while (decoded < count) {
            decodeShortRuns(count);
            if (decoded < count) {
                decodeRun();
            }
        }
        return piece;
    }

    /// Section G.3.2: n in 0..127 copies n + 1 bytes; n in -127..-1 repeats the next byte 1 - n times; -128 is nothing.
    ///
    /// Most runs are short, and of either kind in no order: their bytes are written without asking which. Ends at a
    /// long one, and before the last few of the segment.
    private void decodeShortRuns(int count) {
        int at = in;
        int out = decoded;
        while (out < count && at + 1 + SHORT_RUN <= end) {
            int control = frame.get(at);
            int repeats = control >> 31;
            int length = (control ^ repeats) - repeats + 1;
            if (length > SHORT_RUN) {
                break;
            }
            long copied = frame.getLong(at + 1);
            long copiedNext = frame.getLong(at + 1 + Long.BYTES);
            long repeated = (copied & 0xFF) * EVERY_BYTE;
            LITTLE_ENDIAN.set(piece, out, copied ^ (copied ^ repeated) & repeats);
            LITTLE_ENDIAN.set(piece, out + Long.BYTES, copiedNext ^ (copiedNext ^ repeated) & repeats);
            out += length;
            at += 2 + (control & ~repeats);
        }
        in = at;
        decoded = out;
    }

    private void decodeRun() {
        if (in + 1 >= end) {
            throw new Undecodable("an RLE segment ends before the image");
        }
        int control = frame.get(in++);
        if (control == Byte.MIN_VALUE) {
            return;
        }
        int length = Math.abs(control) + 1;
        if (control < 0) {
            Arrays.fill(piece, decoded, decoded + length, frame.get(in++));
        } else if (in + length <= end) {
            frame.get(in, piece, decoded, length);
            in += length;
        } else {
            throw new Undecodable("an RLE run is cut off");
        }
        decoded += length;
    }
}
