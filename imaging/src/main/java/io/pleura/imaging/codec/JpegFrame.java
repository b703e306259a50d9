package io.pleura.imaging.codec;

import org.jspecify.annotations.Nullable;

/// The marker segments of a one-component JPEG image up to one of its scans (ITU-T T.81 annex B): what the scan is
/// decoded by.
///
/// @param process the SOF marker's low byte: 0xC0 baseline, 0xC1 extended sequential, 0xC2 progressive, 0xC3 lossless
/// @param quantization steps in zigzag order; absent in lossless
/// @param selection Ss: the predictor of a lossless scan, the first coefficient of a progressive one
/// @param selectionEnd Se: the last coefficient of a progressive scan
/// @param refined Ah: 0 where a progressive scan is the first of its coefficients, else Al of the one before
/// @param pointTransform Al: low bits that the scan leaves out
/// @param restartInterval in MCUs; 0 for none
/// @param scanStart where the entropy-coded data begins
record JpegFrame(
        int process,
        int precision,
        int rows,
        int columns,
        int @Nullable [] quantization,
        @Nullable JpegHuffmanTable dcTable,
        @Nullable JpegHuffmanTable acTable,
        int selection,
        int selectionEnd,
        int refined,
        int pointTransform,
        int restartInterval,
        int scanStart) {

    /// Whether a restart marker stands before a block, counted from 0.
    boolean restartsBefore(int block) {
        return restartInterval > 0 && block > 0 && block % restartInterval == 0;
    }

    int[] requiredQuantization() {
        return required(quantization, "quantization");
    }

    JpegHuffmanTable requiredDcTable() {
        return required(dcTable, "Huffman");
    }

    JpegHuffmanTable requiredAcTable() {
        return required(acTable, "Huffman");
    }

    private static <T> T required(@Nullable T table, String what) {
        if (table == null) {
            throw new Undecodable("a " + what + " table is missing");
        }
        return table;
    }
}
