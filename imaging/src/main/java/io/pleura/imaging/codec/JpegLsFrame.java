package io.pleura.imaging.codec;

/// What the scan of a one-component JPEG-LS image is decoded by (ITU-T T.87 annex C).
///
/// @param restartInterval in lines; 0 for none
/// @param scanStart where the entropy-coded data begins
record JpegLsFrame(
        int rows, int columns, int precision, JpegLsParameters parameters, int restartInterval, int scanStart) {}
