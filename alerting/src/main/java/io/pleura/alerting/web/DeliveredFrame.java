package io.pleura.alerting.web;

import io.pleura.imaging.frame.GrayFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A frame as the browser gets it.
///
/// @param pixels rows * columns display values, 0 (dark) to 65535 (bright), row-major, 16 bits little-endian
/// @param sourceRows Rows (0028,0010) of the radiograph
/// @param sourceColumns Columns (0028,0011) of the radiograph
@SuppressWarnings("ArrayRecordComponent") // megabytes that are sent and never compared
record DeliveredFrame(int rows, int columns, int sourceRows, int sourceColumns, byte[] pixels) {

    private static final int WHITE = 0xffff;

    static DeliveredFrame of(GrayFrame source, GrayFrame delivered) {
        float[] values = delivered.values();
        ByteBuffer pixels = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            pixels.putShort((short) Math.round(Math.clamp(value, 0f, 1f) * WHITE));
        }
        return new DeliveredFrame(
                delivered.rows(), delivered.columns(), source.rows(), source.columns(), pixels.array());
    }
}
