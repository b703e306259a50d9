package io.pleura.imaging.codec;

import io.pleura.imaging.TestRadiograph;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.Element;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// An image as the fuzzer writes it: a byte for each of the attributes that decoders heed (two for rows and columns),
/// then the frame.
///
/// @param choice among the transfer syntaxes of a target
record FuzzedImage(
        int choice,
        int bitsAllocated,
        int bitsStored,
        int highBit,
        boolean signed,
        int rows,
        int columns,
        byte[] frame) {

    private static final int HEADER_BYTES = 9;
    private static final int[] ALLOCATED = {8, 16, 32, 1};

    /// Larger images are left out: they would only take their time.
    private static final int MOST_PIXELS = 1 << 16;

    static FuzzedImage of(byte[] input) {
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(input, Math.max(HEADER_BYTES, input.length)));
        return new FuzzedImage(
                Byte.toUnsignedInt(bytes.get()),
                ALLOCATED[bytes.get() & 3],
                bytes.get() & 63,
                bytes.get() & 63,
                (bytes.get() & 1) == 1,
                Short.toUnsignedInt(bytes.getShort()),
                Short.toUnsignedInt(bytes.getShort()),
                Arrays.copyOfRange(bytes.array(), HEADER_BYTES, bytes.capacity()));
    }

    /// A seed.
    static byte[] input(int choice, int bitsAllocated, int bitsStored, int rows, int columns, byte[] frame) {
        int allocated = Arrays.stream(ALLOCATED).boxed().toList().indexOf(bitsAllocated);
        return ByteBuffer.allocate(HEADER_BYTES + frame.length)
                .put(new byte[] {(byte) choice, (byte) allocated, (byte) bitsStored, (byte) (bitsStored - 1), 0})
                .putShort((short) rows)
                .putShort((short) columns)
                .put(frame)
                .array();
    }

    boolean isSmall() {
        return (long) rows * columns <= MOST_PIXELS;
    }

    DicomFile encapsulated(TransferSyntax syntax) {
        return DicomFile.of(attributes().encapsulatedPixels(List.of(frame)).build(), syntax);
    }

    DicomFile plain(Vr vr, ByteOrder order) {
        TransferSyntax syntax = order == ByteOrder.BIG_ENDIAN
                ? TransferSyntax.EXPLICIT_VR_BIG_ENDIAN
                : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
        return DicomFile.of(
                attributes()
                        .put(new Element.Value(
                                Tags.PIXEL_DATA, vr, ByteBuffer.wrap(frame).order(order)))
                        .build(),
                syntax);
    }

    /// The same image otherwise encoded, its lowest stored bit first.
    FuzzedImage as(byte[] otherFrame) {
        return new FuzzedImage(choice, bitsAllocated, bitsStored, bitsStored - 1, signed, rows, columns, otherFrame);
    }

    private DataSetBuilder attributes() {
        return TestRadiograph.of(rows, columns, 8, signed)
                .integer(Tags.BITS_ALLOCATED, bitsAllocated)
                .integer(Tags.BITS_STORED, bitsStored)
                .integer(Tags.HIGH_BIT, highBit);
    }
}
