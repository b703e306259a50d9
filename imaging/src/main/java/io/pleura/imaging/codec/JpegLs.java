package io.pleura.imaging.codec;

/// JPEG-LS, lossless and near-lossless (PS3.5 sections 8.2.3 and A.4.3), by ISO/IEC 14495-1 = ITU-T T.87.
///
/// The bytes say how far samples may be off (NEAR), so both transfer syntaxes are decoded alike. Own code because there
/// is no maintained pure Java library.
final class JpegLs {

    private JpegLs() {}

    static StoredPixels decode(byte[] bytes, PixelFormat format) {
        JpegLsFrame frame = frame(bytes, format);
        PixelFormat decoded = format.decoded(frame.precision());
        short[] samples = JpegLsScan.decode(bytes, frame);
        if (frame.parameters().near() > 0) {
            decoded.approximate(samples);
        } else {
            decoded.requireExact(samples, frame.precision());
        }
        return new StoredPixels(decoded, new Cells.Narrow(samples));
    }

    /// Throws unless the image's own header is one of such an image.
    ///
    /// @param start of the frame
    static void requireHeader(byte[] start, PixelFormat format) {
        frame(start, format);
    }

    private static JpegLsFrame frame(byte[] bytes, PixelFormat format) {
        JpegLsFrame frame = new JpegLsParser(bytes).parse();
        format.requireSize("JPEG-LS", frame.rows(), frame.columns());
        return frame;
    }
}
