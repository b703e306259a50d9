package io.pleura.imaging.codec;

import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.PixelData;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import io.pleura.schemas.ReasonCode;

/// Decodes the one frame of a monochrome image. Stateless, safe for any number of threads.
///
/// To add a transfer syntax: name it in [TransferSyntax], add a case here, add a row to the table in the conformance
/// test. Refusals: `NO_PIXEL_DATA`, `UNSUPPORTED_TRANSFER_SYNTAX`, `UNSUPPORTED_PIXEL_FORMAT` (colour, odd depths),
/// `MULTI_FRAME`, `IMPLAUSIBLE_SIZE`, `LIMIT_EXCEEDED` and, for damaged bytes, `UNDECODABLE_PIXELS`.
public final class PixelDecoder {

    private PixelDecoder() {}

    /// Whether images in this transfer syntax can be decoded.
    public static boolean supports(TransferSyntax syntax) {
        return switch (syntax) {
            case IMPLICIT_VR_LITTLE_ENDIAN,
                    EXPLICIT_VR_LITTLE_ENDIAN,
                    EXPLICIT_VR_BIG_ENDIAN,
                    DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN -> true;
            default -> false;
        };
    }

    public static StoredPixels decode(DicomFile file) throws DicomException {
        PixelData pixelData = file.dataSet()
                .pixelData()
                .orElseThrow(() -> new DicomException(ReasonCode.NO_PIXEL_DATA, "no " + Tags.PIXEL_DATA));
        PixelFormat format = PixelFormat.of(file.dataSet());
        int[] samples =
                switch (pixelData) {
                    case PixelData.Native plain -> NativePixels.decode(plain.bytes(), plain.vr() == Vr.OW, format);
                    case PixelData.Encapsulated _ ->
                        throw new DicomException(
                                ReasonCode.UNSUPPORTED_TRANSFER_SYNTAX, "no decoder for " + file.transferSyntaxUid());
                };
        return new StoredPixels(format.rows(), format.columns(), format.bitsStored(), format.signed(), samples);
    }
}
