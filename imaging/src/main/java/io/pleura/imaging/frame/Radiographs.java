package io.pleura.imaging.frame;

import io.pleura.imaging.codec.PixelDecoder;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.ReadLimits;

/// All steps from the bytes of a file to a frame. Stateless, safe for any number of threads.
public final class Radiographs {

    /// Area averaging over fewer would show the grid of the smaller image.
    private static final double LEAST_PIXELS_PER_INPUT = 1.5;

    private Radiographs() {}

    public static Radiograph decode(byte[] part10) throws DicomException {
        return decode(part10, ReadLimits.DEFAULT);
    }

    public static Radiograph decode(byte[] part10, ReadLimits limits) throws DicomException {
        DicomFile file = DicomReader.read(part10, limits);
        return new Radiograph(file, GrayFrame.of(file, PixelDecoder.decode(file)));
    }

    /// For a model's input: the frame may be smaller than the image, where that is quicker, but its longer side has
    /// half as many pixels again as the input or more.
    public static Radiograph decodeFor(int inputSize, byte[] part10, ReadLimits limits) throws DicomException {
        DicomFile file = DicomReader.read(part10, limits);
        return new Radiograph(file, GrayFrame.of(file, PixelDecoder.decodeAtLeast(file, leastEdge(inputSize))));
    }

    /// The fewest pixels that the longer side of a frame for such an input has, unless its image has fewer.
    public static int leastEdge(int inputSize) {
        return (int) Math.ceil(LEAST_PIXELS_PER_INPUT * inputSize);
    }
}
