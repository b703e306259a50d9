package io.pleura.imaging.codec;

import com.github.jaiimageio.jpeg2000.J2KImageReadParam;
import com.github.jaiimageio.jpeg2000.impl.J2KImageReader;
import com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi;
import io.pleura.imaging.dicom.TransferSyntax;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/// JPEG 2000 (PS3.5 section 8.2.4), through jai-imageio-jpeg2000 (pure Java). Its reader is made directly, because
/// Image I/O's registry depends on class loaders.
final class Jpeg2000 {

    private static final J2KImageReaderSpi PROVIDER = new J2KImageReaderSpi();

    private Jpeg2000() {}

    /// The image, halved as often as its longer side stays `leastEdge` or more.
    ///
    /// @param leastEdge Integer.MAX_VALUE for the whole image
    static StoredPixels decode(byte[] bytes, TransferSyntax syntax, PixelFormat format, int leastEdge)
            throws IOException {
        int start = Jpeg2000Codestream.find(bytes);
        Jpeg2000Size size = size(bytes, start, format);
        Jpeg2000Codestream.Joined joined = Jpeg2000Codestream.join(bytes, start, size);
        byte[] codestream = joined.bytes();
        PixelFormat decoded = format.decoded(size.precision());
        boolean filtersTheImage = size.atOrigin()
                && size.signed() == format.signed()
                && decoded.shift() == 0
                && !(size.signed() && size.precision() > format.bitsStored());
        int halvings = filtersTheImage ? Math.min(joined.levels(), halvings(decoded, leastEdge)) : 0;
        Optional<StoredPixels> halved =
                halvings == 0 ? Optional.empty() : halved(codestream, size, decoded, joined.levels(), halvings);
        return halved.isPresent() ? halved.get() : whole(codestream, size, syntax, decoded);
    }

    /// Throws unless the codestream's own header is one of such an image.
    ///
    /// @param bytes the first of the frame
    static void requireHeader(byte[] bytes, PixelFormat format) {
        int start = Jpeg2000Codestream.find(bytes);
        Jpeg2000Codestream.requireMainHeader(bytes, start, size(bytes, start, format));
    }

    private static Jpeg2000Size size(byte[] bytes, int start, PixelFormat format) {
        Jpeg2000Size size = Jpeg2000Size.of(bytes, start);
        size.require(format);
        return size;
    }

    private static StoredPixels whole(byte[] codestream, Jpeg2000Size size, TransferSyntax syntax, PixelFormat format)
            throws IOException {
        int[] samples = read(codestream, size, format.rows(), format.columns(), new J2KImageReadParam());
        boolean lossless = syntax == TransferSyntax.JPEG_2000_LOSSLESS;
        if (lossless) {
            format.requireExact(samples, size.precision());
        }
        for (int i = 0; i < samples.length; i++) {
            if (size.signed() != format.signed()) {
                samples[i] = otherwiseSigned(samples[i], size, format, lossless);
            } else if (!lossless) { // signed ones in the codestream's own precision, which may be another
                samples[i] = size.signed() ? format.clamped(samples[i]) : format.approximated(samples[i]);
            }
        }
        return new StoredPixels(format, Cells.of(samples, format.cellBits()));
    }

    /// A sample of a codestream that says of its sign what Pixel Representation (0028,0103) does not: the same for
    /// both, or the same bits, which the encoder was given. Where it is neither, nobody can tell which grey it was:
    /// a loss would have turned the darkest into the brightest, and bits beyond the codestream's own are not known.
    private static int otherwiseSigned(int sample, Jpeg2000Size size, PixelFormat format, boolean lossless) {
        if (size.signed()) {
            if (sample < 0 && !lossless) {
                throw new Undecodable("negative JPEG 2000 samples where Pixel Representation says unsigned");
            }
            return sample < 0 ? sample & (1 << size.precision()) - 1 : format.clamped(sample);
        }
        boolean negative = sample >> Math.min(size.precision(), format.bitsStored()) - 1 != 0;
        if (negative && (!lossless || size.precision() < format.bitsStored())) {
            throw new Undecodable("unsigned JPEG 2000 samples where Pixel Representation says signed");
        }
        return sample;
    }

    /// Nothing where a codestream of more bits than are stored has something in the others: it has run into the image.
    private static Optional<StoredPixels> halved(
            byte[] codestream, Jpeg2000Size size, PixelFormat format, int levels, int halvings) throws IOException {
        J2KImageReadParam part = new J2KImageReadParam();
        part.setResolution(levels - halvings);
        int rows = halved(format.rows(), halvings);
        int columns = halved(format.columns(), halvings);
        int[] samples = read(codestream, size, rows, columns, part);
        int overshoot = 1 << Math.max(0, format.bitsStored() - 1);
        for (int i = 0; i < samples.length; i++) {
            // Edges overshoot when they are filtered, by a quarter of the range or so.
            int nearest = format.clamped(samples[i]);
            if (Math.abs((long) samples[i] - nearest) > overshoot) {
                return Optional.empty();
            }
            samples[i] = nearest;
        }
        Cells cells = Cells.of(samples, format.bitsStored());
        return Optional.of(new StoredPixels(format.smaller(rows, columns), cells));
    }

    private static int halvings(PixelFormat format, int leastEdge) {
        int edge = Math.max(format.rows(), format.columns());
        int halvings = 0;
        while (halved(edge, halvings + 1) >= leastEdge) {
            halvings++;
        }
        return halvings;
    }

    /// ITU-T T.800 section B.5: each decomposition level halves, and rounds up.
    private static int halved(int length, int times) {
        return Math.ceilDiv(length, 1 << times);
    }

    /// The bare codestream, without the boxes of a JP2 file that may be round it.
    private static int[] read(byte[] bytes, Jpeg2000Size size, int rows, int columns, J2KImageReadParam part)
            throws IOException {
        J2KImageReader reader = new J2KImageReader(PROVIDER);
        try (BoundedInput in = new BoundedInput(bytes)) {
            reader.setInput(in, true, true);
            Raster raster = reader.readRaster(0, part);
            int left = Math.toIntExact(size.left());
            int top = Math.toIntExact(size.top());
            if (raster.getWidth() != left + columns || raster.getHeight() != top + rows) {
                throw new Undecodable("the JPEG 2000 image has another size than its header");
            }
            int[] samples =
                    raster.getSamples(raster.getMinX() + left, raster.getMinY() + top, columns, rows, 0, (int[]) null);
            if (size.signed() && raster.getTransferType() == DataBuffer.TYPE_BYTE) { // which Java reads as unsigned
                Arrays.setAll(samples, i -> (byte) samples[i]);
            }
            return samples;
        } catch (VirtualMachineError | LinkageError e) {
            throw e;
        } catch (Error e) { // so the library calls a corrupted codestream
            throw new Undecodable("a corrupted JPEG 2000 codestream");
        } finally {
            reader.dispose();
        }
    }
}
