package io.pleura.imaging.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Encodes cells as RLE Lossless (PS3.5 annex G): runs of equal bytes, single bytes otherwise.
public final class RunLengthTestEncoder {

    private RunLengthTestEncoder() {}

    public static byte[] encode(int[] cells, int cellBytes) {
        ByteBuffer header =
                ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(cellBytes);
        ByteArrayOutputStream segments = new ByteArrayOutputStream();
        for (int segment = 0; segment < cellBytes; segment++) {
            header.putInt(64 + segments.size());
            encodeSegment(cells, 8 * (cellBytes - 1 - segment), segments);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header.array());
        out.writeBytes(segments.toByteArray());
        return out.toByteArray();
    }

    private static void encodeSegment(int[] cells, int shift, ByteArrayOutputStream out) {
        for (int i = 0; i < cells.length; ) {
            int value = cells[i] >> shift & 0xFF;
            int run = 1;
            while (run < 128 && i + run < cells.length && (cells[i + run] >> shift & 0xFF) == value) {
                run++;
            }
            out.write(run == 1 ? 0 : 1 - run);
            out.write(value);
            i += run;
        }
        if (out.size() % 2 == 1) {
            out.write(0); // section G.3.1: segments have even length
        }
    }
}
