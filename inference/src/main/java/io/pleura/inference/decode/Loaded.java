package io.pleura.inference.decode;

import io.pleura.events.BytesAt;
import io.pleura.imaging.frame.Facing;
import io.pleura.imaging.frame.Letterbox;
import io.pleura.schemas.ReasonCode;

/// What became of an [ImageRequest].
public sealed interface Loaded {

    /// @param input [1, size, size], row-major, normalised
    record Image(float[] input, int rows, int columns, Letterbox letterbox, Facing facing, LoadTimes times)
            implements Loaded {}

    /// @param detail tags, offsets and numbers only
    record Refused(ReasonCode reason, String detail, BytesAt bytesAt) implements Loaded {}
}
