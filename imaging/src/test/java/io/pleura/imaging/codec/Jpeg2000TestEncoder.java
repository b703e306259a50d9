package io.pleura.imaging.codec;

import com.github.jaiimageio.jpeg2000.impl.J2KImageWriter;
import com.github.jaiimageio.jpeg2000.impl.J2KImageWriterSpi;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Encodes small images as lossless JPEG 2000 by the library's own writer.
public final class Jpeg2000TestEncoder {

    private Jpeg2000TestEncoder() {}

    public static byte[] lossless(int[] samples, int columns, int precision) throws IOException {
        int rows = samples.length / columns;
        BufferedImage image = new BufferedImage(
                columns, rows, precision <= 8 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSamples(0, 0, columns, rows, 0, samples);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        J2KImageWriter writer = new J2KImageWriter(new J2KImageWriterSpi());
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), null);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
