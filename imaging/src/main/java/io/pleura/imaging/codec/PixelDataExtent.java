package io.pleura.imaging.codec;

import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.PixelData;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.schemas.ReasonCode;
import java.nio.ByteBuffer;

/// How Pixel Data (7FE0,0010) is encoded, how much of it there is and what it begins with: enough to refuse an image
/// before its pixels are looked at.
///
/// @param encapsulated whether it is in fragments, of undefined length (PS3.5 section A.4)
/// @param sizeBytes of the value, or of its fragments without the Basic Offset Table
/// @param start of the fragments, of as many bytes as [#START_BYTES] or all; empty where they have not been looked at
public record PixelDataExtent(boolean encapsulated, long sizeBytes, ByteBuffer start) {

    /// Within which a compressed image must begin, and mostly has its own header.
    public static final int START_BYTES = 64 << 10;

    /// Of Pixel Data in no fragments, or of which only this is known.
    public PixelDataExtent(boolean encapsulated, long sizeBytes) {
        this(encapsulated, sizeBytes, ByteBuffer.allocate(0));
    }

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
    /// @throws DicomException when no such image can be in it
    void requireRoomFor(TransferSyntax syntax, PixelFormat format) throws DicomException {
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
        long neededBytes = ((long) format.pixels() * format.bitsAllocated() + 7) / 8;
        if (!encapsulated && sizeBytes < neededBytes) {
            throw new DicomException(
                    ReasonCode.UNDECODABLE_PIXELS, "Pixel Data has " + sizeBytes + " of " + neededBytes + " bytes");
        }
    }

    /// Of a compressed image in fragments: its own header, as far as it is here.
    ///
    /// @throws Undecodable when it is none, or of another image
    void requireHeader(TransferSyntax syntax, PixelFormat format) {
        byte[] bytes = new byte[start.remaining()];
        start.duplicate().get(bytes);
        try {
            switch (syntax) {
                case JPEG_BASELINE, JPEG_EXTENDED, JPEG_LOSSLESS, JPEG_LOSSLESS_SV1 ->
                    Jpeg.requireHeader(bytes, format);
                case JPEG_LS_LOSSLESS, JPEG_LS_NEAR_LOSSLESS -> JpegLs.requireHeader(bytes, format);
                case JPEG_2000_LOSSLESS, JPEG_2000 -> Jpeg2000.requireHeader(bytes, format);
                case RLE_LOSSLESS -> RunLength.requireHeader(bytes, sizeBytes, format);
                default -> {
                    // not compressed
                }
            }
        } catch (Undecodable e) {
            if (!e.isCutOff() || bytes.length == sizeBytes) {
                throw e;
            }
        }
    }
}
