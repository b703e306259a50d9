package io.pleura.imaging.codec;

import io.pleura.imaging.dicom.TransferSyntax;

/// The JPEG transfer syntaxes (PS3.5 sections A.4.1 and 8.2.1), by ITU-T T.81.
final class Jpeg {

    private static final int LOSSLESS = 0xC3;

    private Jpeg() {}

    static StoredPixels decode(byte[] bytes, TransferSyntax syntax, PixelFormat format) {
        JpegFrame frame = new JpegParser(bytes).parse();
        if (frame.rows() != format.rows() || frame.columns() != format.columns()) {
            throw new Undecodable("the JPEG image is " + frame.rows() + " x " + frame.columns() + ", not "
                    + format.rows() + " x " + format.columns());
        }
        boolean lossless = syntax == TransferSyntax.JPEG_LOSSLESS || syntax == TransferSyntax.JPEG_LOSSLESS_SV1;
        if (lossless != (frame.process() == LOSSLESS)) {
            throw new Undecodable("the JPEG process is not that of the transfer syntax");
        }
        PixelFormat decoded = format.decoded(frame.precision());
        if (lossless) {
            return new StoredPixels(decoded, new Cells.Narrow(JpegLossless.decode(bytes, frame)));
        }
        short[] samples = JpegSequential.decode(bytes, frame);
        decoded.approximate(samples);
        return new StoredPixels(decoded, new Cells.Narrow(samples));
    }
}
