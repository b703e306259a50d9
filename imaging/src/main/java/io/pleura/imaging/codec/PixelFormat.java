package io.pleura.imaging.codec;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.Element;
import io.pleura.imaging.dicom.Tag;
import io.pleura.imaging.dicom.Tags;
import io.pleura.schemas.ReasonCode;
import java.util.OptionalInt;

/// The Image Pixel module (PS3.3 section C.7.6.3) of an image that Pleura decodes: one frame, one sample a pixel,
/// MONOCHROME1 or MONOCHROME2.
///
/// @param shift of a cell to the right, so that its lowest stored bit comes first (High Bit, PS3.5 section 8.1.1)
record PixelFormat(int rows, int columns, int bitsAllocated, int bitsStored, int shift, boolean signed) {

    static PixelFormat of(DataSet dataSet) throws DicomException {
        requireOneFrame(dataSet);
        requireMonochrome(dataSet);
        int rows = required(dataSet, Tags.ROWS);
        int columns = required(dataSet, Tags.COLUMNS);
        if (rows < 1 || columns < 1) {
            throw new DicomException(ReasonCode.IMPLAUSIBLE_SIZE, "Rows and Columns must be positive");
        }
        if ((long) rows * columns > PixelDecoder.MAX_PIXELS) {
            throw new DicomException(ReasonCode.LIMIT_EXCEEDED, "more than " + PixelDecoder.MAX_PIXELS + " pixels");
        }
        int bitsAllocated = required(dataSet, Tags.BITS_ALLOCATED);
        if (bitsAllocated != 1 && bitsAllocated != 8 && bitsAllocated != 16 && bitsAllocated != 32) {
            throw unsupported("Bits Allocated is not 1, 8, 16 or 32");
        }
        int bitsStored = dataSet.integer(Tags.BITS_STORED).orElse(bitsAllocated);
        int highBit = dataSet.integer(Tags.HIGH_BIT).orElse(bitsStored - 1);
        if (bitsStored < 1 || bitsStored > bitsAllocated) {
            throw unsupported("Bits Stored (0028,0101) is " + bitsStored + ", of " + bitsAllocated + " allocated");
        }
        if (highBit >= bitsAllocated || highBit < bitsStored - 1) {
            highBit = bitsStored - 1; // impossible claims: the common value is the best guess
        }
        boolean signed = dataSet.integer(Tags.PIXEL_REPRESENTATION).orElse(0) == 1;
        return new PixelFormat(rows, columns, bitsAllocated, bitsStored, highBit + 1 - bitsStored, signed);
    }

    /// Of what a codec gives: samples, lowest stored bit first, or, where its values have the bits for it, whole cells
    /// as they were, with samples that do not begin at the lowest bit.
    ///
    /// @param precision bits of a value in the codestream
    PixelFormat decoded(int precision) {
        int kept = precision >= bitsStored + shift ? shift : 0;
        return new PixelFormat(rows, columns, bitsAllocated, bitsStored, kept, signed);
    }

    /// The same for an image made smaller.
    PixelFormat smaller(int fewerRows, int fewerColumns) {
        return new PixelFormat(fewerRows, fewerColumns, bitsAllocated, bitsStored, shift, signed);
    }

    /// Throws unless a compressed image is as large as its object says.
    ///
    /// @param codec in the message
    void requireSize(String codec, long actualRows, long actualColumns) {
        if (actualRows != rows || actualColumns != columns) {
            throw new Undecodable("the " + codec + " image is " + actualRows + " x " + actualColumns + ", not " + rows
                    + " x " + columns);
        }
    }

    /// Of a cell, from the lowest up to High Bit.
    int cellBits() {
        return bitsStored + shift;
    }

    int pixels() {
        return rows * columns;
    }

    /// The stored sample in a cell: unused bits (overlays, padding) cut off, sign extended.
    int sample(int cell) {
        int unused = 32 - bitsStored;
        int value = cell << unused - shift;
        return signed ? value >> unused : value >>> unused;
    }

    /// A sample as a lossy codec gives it: it may overshoot what its bits hold, and must not wrap round. One of twice
    /// as much is no overshoot: the image has more bits than are stored.
    int approximated(int value) {
        if (signed) {
            return value;
        }
        if ((long) value >> 1 > largest()) {
            throw new Undecodable("compressed samples of more bits than are stored");
        }
        return clamped(value);
    }

    /// Samples of up to 16 bits, unsigned, as a lossy codec gives them.
    void approximate(short[] samples) {
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) approximated(Short.toUnsignedInt(samples[i]));
        }
    }

    /// Throws for a sample that a lossless codec gives and no cell holds: it was never in one, and its lower bits are
    /// another grey. Only a codestream of more bits than are allocated can have such.
    ///
    /// @param precision bits of a value in the codestream, of which the highest is the sign where samples have one
    void requireExact(int[] samples, int precision) {
        for (int i = 0; precision > bitsAllocated && i < samples.length; i++) {
            requireExact(samples[i], precision);
        }
    }

    private void requireExact(int value, int precision) {
        int unused = Integer.SIZE - precision;
        int number = signed ? value << unused >> unused : value;
        long beyond = (long) number >> (signed ? bitsAllocated - 1 : bitsAllocated);
        if (beyond != 0 && beyond != -1) {
            throw new Undecodable("compressed samples of more bits than are allocated");
        }
    }

    /// The same for samples of up to 16 bits.
    void requireExact(short[] samples, int precision) {
        for (int i = 0; precision > bitsAllocated && i < samples.length; i++) {
            requireExact(Short.toUnsignedInt(samples[i]), precision);
        }
    }

    /// The nearest value that a cell holds up to its High Bit.
    int clamped(int value) {
        long largest = largest();
        return (int) Math.clamp((long) value, signed ? -largest - 1 : 0, largest);
    }

    private long largest() {
        return (1L << Math.min(31, signed ? cellBits() - 1 : cellBits())) - 1;
    }

    private static void requireOneFrame(DataSet dataSet) throws DicomException {
        OptionalInt frames = dataSet.integer(Tags.NUMBER_OF_FRAMES);
        boolean stated = dataSet.element(Tags.NUMBER_OF_FRAMES)
                .map(element ->
                        element instanceof Element.Value value && value.bytes().hasRemaining())
                .orElse(false);
        if (stated && frames.isEmpty()) {
            throw unsupported("Number of Frames (0028,0008) is not a number");
        }
        if (frames.orElse(1) > 1) {
            throw new DicomException(ReasonCode.MULTI_FRAME, "Number of Frames is greater than 1");
        }
    }

    private static void requireMonochrome(DataSet dataSet) throws DicomException {
        if (dataSet.integer(Tags.SAMPLES_PER_PIXEL).orElse(1) != 1) {
            throw unsupported("Samples per Pixel is not 1");
        }
        String photometric = Polarity.code(dataSet, Tags.PHOTOMETRIC_INTERPRETATION);
        if (!photometric.isEmpty() && !photometric.equals("MONOCHROME1") && !photometric.equals("MONOCHROME2")) {
            throw unsupported("Photometric Interpretation is not MONOCHROME1 or MONOCHROME2");
        }
        if (Polarity.of(dataSet).isEmpty()) {
            throw unsupported("Photometric Interpretation and Presentation LUT Shape contradict each other");
        }
    }

    private static int required(DataSet dataSet, Tag tag) throws DicomException {
        OptionalInt value = dataSet.integer(tag);
        if (value.isEmpty()) {
            throw unsupported(tag + " is missing");
        }
        return value.getAsInt();
    }

    private static DicomException unsupported(String message) {
        return new DicomException(ReasonCode.UNSUPPORTED_PIXEL_FORMAT, message);
    }
}
