package io.pleura.imaging.codec;

/// The JPEG transfer syntaxes (PS3.5 sections A.4.1 and 8.2.1), by ITU-T T.81. The image's own header tells its
/// process: some writers state the transfer syntax of another.
final class Jpeg {

    private static final int PROGRESSIVE = 0xC2;
    private static final int LOSSLESS = 0xC3;

    private Jpeg() {}

    static StoredPixels decode(byte[] bytes, PixelFormat format) {
        JpegParser parser = new JpegParser(bytes);
        JpegFrame frame = frame(parser, format);
        PixelFormat decoded = format.decoded(frame.precision());
        if (frame.process() == LOSSLESS) {
            short[] exact = JpegLossless.decode(bytes, frame);
            decoded.requireExact(exact, frame.precision());
            return new StoredPixels(decoded, new Cells.Narrow(exact));
        }
        short[] samples = frame.process() == PROGRESSIVE
                ? JpegProgressive.decode(bytes, frame, parser)
                : JpegSequential.decode(bytes, frame);
        decoded.approximate(samples);
        return new StoredPixels(decoded, new Cells.Narrow(samples));
    }

    /// Throws unless the image's own header is one of such an image.
    ///
    /// @param start of the frame
    static void requireHeader(byte[] start, PixelFormat format) {
        frame(new JpegParser(start), format);
    }

    private static JpegFrame frame(JpegParser parser, PixelFormat format) {
        JpegFrame frame = parser.parse();
        format.requireSize("JPEG", frame.rows(), frame.columns());
        return frame;
    }
}
