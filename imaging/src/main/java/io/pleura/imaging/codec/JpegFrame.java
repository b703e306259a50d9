package io.pleura.imaging.codec;

import org.jspecify.annotations.Nullable;

/// The marker segments of a one-component JPEG image up to its scan (ITU-T T.81 annex B): what the scan is decoded by.
///
/// @param process the SOF marker's low byte: 0xC0 baseline, 0xC1 extended sequential, 0xC3 lossless
/// @param quantization steps in zigzag order; absent in lossless
/// @param selection Ss: the predictor of a lossless scan
/// @param pointTransform Al: low bits that a lossless scan leaves out
/// @param restartInterval in MCUs; 0 for none
/// @param scanStart where the entropy-coded data begins
record JpegFrame(
        int process,
        int precision,
        int rows,
        int columns,
        int @Nullable [] quantization,
        JpegHuffmanTable dcTable,
        @Nullable JpegHuffmanTable acTable,
        int selection,
        int pointTransform,
        int restartInterval,
        int scanStart) {}
