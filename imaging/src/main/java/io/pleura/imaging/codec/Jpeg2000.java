package io.pleura.imaging.codec;

import com.github.jaiimageio.jpeg2000.impl.J2KImageReader;
import com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi;
import io.pleura.imaging.dicom.TransferSyntax;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;

/// JPEG 2000 (PS3.5 section 8.2.4), through jai-imageio-jpeg2000 (pure Java). Its reader is made directly, because
/// Image I/O's registry depends on class loaders.
final class Jpeg2000 {

    private static final J2KImageReaderSpi PROVIDER = new J2KImageReaderSpi();

    private Jpeg2000() {}

    static int[] decode(byte[] bytes, TransferSyntax syntax, PixelFormat format) throws IOException {
        int start = Jpeg2000Codestream.find(bytes);
        Jpeg2000Size size = Jpeg2000Size.of(bytes, start);
        size.require(format.rows(), format.columns());
        int end = Jpeg2000Codestream.require(bytes, start, size);
        int[] samples = read(codestream(bytes, start, end), format);
        boolean lossless = syntax == TransferSyntax.JPEG_2000_LOSSLESS;
        for (int i = 0; i < samples.length; i++) {
            if (size.signed()) { // in the codestream's own precision, which may be another
                samples[i] = format.clamped(samples[i]);
            } else {
                samples[i] = lossless ? format.decoded(samples[i]) : format.approximated(samples[i]);
            }
        }
        return samples;
    }

    /// The tile-parts with the marker EOC, and nothing behind them that the library might take for packets.
    private static byte[] codestream(byte[] bytes, int start, int end) {
        byte[] codestream = Arrays.copyOfRange(bytes, start, end + 2);
        codestream[end - start] = (byte) 0xFF;
        codestream[end - start + 1] = (byte) 0xD9;
        return codestream;
    }

    /// The bare codestream, without the boxes of a JP2 file that may be round it.
    private static int[] read(byte[] bytes, PixelFormat format) throws IOException {
        J2KImageReader reader = new J2KImageReader(PROVIDER);
        try (BoundedInput in = new BoundedInput(bytes)) {
            reader.setInput(in, true, true);
            Raster raster = reader.readRaster(0, null);
            if (raster.getWidth() != format.columns() || raster.getHeight() != format.rows()) {
                throw new Undecodable("the JPEG 2000 image has another size than its header");
            }
            return raster.getSamples(
                    raster.getMinX(), raster.getMinY(), format.columns(), format.rows(), 0, (int[]) null);
        } catch (VirtualMachineError | LinkageError e) {
            throw e;
        } catch (Error e) { // so the library calls a corrupted codestream
            throw new Undecodable("a corrupted JPEG 2000 codestream");
        } finally {
            reader.dispose();
        }
    }
}
