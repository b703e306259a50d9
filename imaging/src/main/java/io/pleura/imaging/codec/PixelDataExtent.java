package io.pleura.imaging.codec;

import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.PixelData;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.schemas.ReasonCode;
import java.nio.ByteBuffer;

/// How Pixel Data (7FE0,0010) is encoded and how much of it there is: enough to refuse an image before its pixels are
/// looked at.
///
/// @param encapsulated whether it is in fragments, of undefined length (PS3.5 section A.4)
/// @param sizeBytes of the value, or of its fragments without the Basic Offset Table
public record PixelDataExtent(boolean encapsulated, long sizeBytes) {

    static PixelDataExtent of(PixelData pixelData) {
        return switch (pixelData) {
            case PixelData.Native plain ->
                new PixelDataExtent(false, plain.bytes().remaining());
            case PixelData.Encapsulated frame ->
                new PixelDataExtent(
                        true,
                        frame.fragments().stream()
                                .mapToLong(ByteBuffer::remaining)
                                .sum());
        };
    }

    /// What is left over is nobody's business: padding, and what some writers leave behind the last row.
    ///
    /// @param pixels of the one frame, of one sample each
    /// @throws DicomException when no such image can be in it
    public void requireRoomFor(TransferSyntax syntax, long pixels, int bitsAllocated) throws DicomException {
        if (encapsulated != syntax.isEncapsulated()) {
            throw new DicomException(
                    ReasonCode.UNDECODABLE_PIXELS,
                    encapsulated
                            ? "encapsulated Pixel Data in a native syntax"
                            : "native Pixel Data, encapsulated syntax");
        }
        if (sizeBytes == 0) {
            throw new DicomException(
                    ReasonCode.NO_PIXEL_DATA,
                    encapsulated
                            ? "Pixel Data: no fragment behind its offset table"
                            : "Pixel Data (7FE0,0010) is empty");
        }
        long neededBytes = (pixels * bitsAllocated + 7) / 8;
        if (!encapsulated && sizeBytes < neededBytes) {
            throw new DicomException(
                    ReasonCode.UNDECODABLE_PIXELS, "Pixel Data has " + sizeBytes + " of " + neededBytes + " bytes");
        }
    }
}
