package io.pleura.imaging.codec;

import com.github.jaiimageio.jpeg2000.impl.J2KImageReader;
import com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi;
import io.pleura.imaging.dicom.TransferSyntax;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// JPEG 2000 (PS3.5 section 8.2.4), through jai-imageio-jpeg2000 (pure Java). Its reader is made directly, because
/// Image I/O's registry depends on class loaders.
final class Jpeg2000 {

    private static final J2KImageReaderSpi PROVIDER = new J2KImageReaderSpi();

    private Jpeg2000() {}

    static int[] decode(byte[] bytes, TransferSyntax syntax, PixelFormat format) throws IOException {
        Jpeg2000Size size = Jpeg2000Size.of(bytes);
        size.require(format.rows(), format.columns());
        J2KImageReader reader = new J2KImageReader(PROVIDER);
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            Raster raster = reader.readRaster(0, null);
            if (raster.getWidth() != format.columns() || raster.getHeight() != format.rows()) {
                throw new Undecodable("the JPEG 2000 image has another size than its header");
            }
            int[] samples = raster.getSamples(
                    raster.getMinX(), raster.getMinY(), format.columns(), format.rows(), 0, (int[]) null);
            boolean lossless = syntax == TransferSyntax.JPEG_2000_LOSSLESS;
            for (int i = 0; i < samples.length; i++) {
                samples[i] = size.signed()
                        ? samples[i]
                        : lossless ? format.decoded(samples[i]) : format.approximated(samples[i]);
            }
            return samples;
        } finally {
            reader.dispose();
        }
    }
}
