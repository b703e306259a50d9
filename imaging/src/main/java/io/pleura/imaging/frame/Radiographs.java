package io.pleura.imaging.frame;

import io.pleura.imaging.codec.PixelDecoder;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.Tags;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// All steps from the bytes of a file to a frame. Stateless, safe for any number of threads.
public final class Radiographs {

    /// Area averaging over fewer would show the grid of the smaller image.
    private static final double LEAST_PIXELS_PER_INPUT = 1.5;

    /// What one pixel takes while it is decoded: stored cells, samples as int, display value as float, and copies of
    /// a codec's own. JPEG 2000 takes most, 12.4 bytes of an image of 5000 x 5000; the others take 4 to 7.
    private static final int DECODING_BYTES_PER_PIXEL = 14;

    /// Bits Allocated (0028,0100) is 32 at most.
    private static final int MOST_BYTES_PER_PIXEL = 4;

    /// Of a deflated data set, beside its pixels.
    private static final long MOST_OTHER_BYTES = 16 << 20;

    private Radiographs() {}

    /// Upper estimate of the heap that reading and decoding takes. A data set that is deflated is inflated into pieces,
    /// and these into one.
    public static long memoryBytes(long fileBytes, long pixels) {
        return 2 * fileBytes + pixels * DECODING_BYTES_PER_PIXEL + 2 * MOST_OTHER_BYTES;
    }

    public static Radiograph decode(byte[] part10) throws DicomException {
        return decode(part10, ReadLimits.DEFAULT);
    }

    public static Radiograph decode(byte[] part10, ReadLimits limits) throws DicomException {
        return decodeAtLeast(Integer.MAX_VALUE, part10, limits);
    }

    /// For a model's input: the frame may be smaller than the image, where that is quicker, but its longer side has
    /// half as many pixels again as the input or more.
    public static Radiograph decodeFor(int inputSize, byte[] part10, ReadLimits limits) throws DicomException {
        return decodeAtLeast(leastEdge(inputSize), part10, limits);
    }

    private static Radiograph decodeAtLeast(int leastEdge, byte[] part10, ReadLimits limits) throws DicomException {
        DicomFile file = read(part10, limits);
        PixelAspect aspect = PixelAspect.of(file.dataSet());
        // Of an image that is squared the decoder does not know how many pixels its longer side will have.
        int edge = aspect.isSquare() ? leastEdge : Integer.MAX_VALUE;
        GrayFrame frame = GrayFrame.of(file, PixelDecoder.decodeAtLeast(file, edge));
        return new Radiograph(file, aspect.squared(frame));
    }

    private static DicomFile read(byte[] part10, ReadLimits limits) throws DicomException {
        if (!DicomReader.isDeflated(part10, limits)) {
            return DicomReader.read(part10, limits);
        }
        return DicomReader.read(part10, limits.withMaxBytes(maxInflatedBytes(header(part10, limits), limits)));
    }

    /// A deflated data set can take a thousandth of its size; what it may inflate to is bounded by its pixels.
    public static long maxInflatedBytes(DicomFile header, ReadLimits limits) {
        return Math.min(pixels(header) * MOST_BYTES_PER_PIXEL + MOST_OTHER_BYTES, limits.maxBytes());
    }

    /// The file up to its Pixel Data.
    public static DicomFile header(byte[] part10, ReadLimits limits) throws DicomException {
        try {
            return DicomReader.readHeader(new ByteArrayInputStream(part10), limits);
        } catch (IOException e) {
            throw new UncheckedIOException("an array does not fail", e);
        }
    }

    /// Rows (0028,0010) times Columns (0028,0011), 0 where one is missing.
    public static long pixels(DicomFile header) {
        long rows = header.dataSet().integer(Tags.ROWS).orElse(0);
        long columns = header.dataSet().integer(Tags.COLUMNS).orElse(0);
        return rows * columns;
    }

    /// The fewest pixels that the longer side of a frame for such an input has, unless its image has fewer.
    public static int leastEdge(int inputSize) {
        return (int) Math.ceil(LEAST_PIXELS_PER_INPUT * inputSize);
    }
}
