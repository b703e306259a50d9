package io.pleura.imaging.codec;

import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.PixelData;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import io.pleura.schemas.ReasonCode;
import java.io.IOException;

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
                    DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
                    JPEG_BASELINE,
                    JPEG_EXTENDED,
                    JPEG_LOSSLESS,
                    JPEG_LOSSLESS_SV1,
                    JPEG_LS_LOSSLESS,
                    JPEG_LS_NEAR_LOSSLESS,
                    JPEG_2000_LOSSLESS,
                    JPEG_2000,
                    RLE_LOSSLESS -> true;
            case HTJ2K_LOSSLESS, HTJ2K_LOSSLESS_RPCL, HTJ2K, DEFLATED_IMAGE_FRAME -> false;
        };
    }

    public static StoredPixels decode(DicomFile file) throws DicomException {
        PixelData pixelData = file.dataSet()
                .pixelData()
                .orElseThrow(() -> new DicomException(ReasonCode.NO_PIXEL_DATA, "no " + Tags.PIXEL_DATA));
        TransferSyntax syntax = syntax(file);
        PixelFormat format = PixelFormat.of(file.dataSet());
        int[] samples = samples(pixelData, syntax, format);
        return new StoredPixels(format.rows(), format.columns(), format.bitsStored(), format.signed(), samples);
    }

    private static TransferSyntax syntax(DicomFile file) throws DicomException {
        String uid = file.transferSyntaxUid();
        // Files that state none could only be read because they are native (see DicomReader).
        TransferSyntax syntax = uid.isEmpty()
                ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN
                : TransferSyntax.of(uid).orElse(TransferSyntax.DEFLATED_IMAGE_FRAME);
        if (!supports(syntax)) {
            throw new DicomException(ReasonCode.UNSUPPORTED_TRANSFER_SYNTAX, "no decoder for transfer syntax " + uid);
        }
        return syntax;
    }

    /// Whatever goes wrong in a decoder is the fault of the bytes: they are what it was given from outside.
    private static int[] samples(PixelData pixelData, TransferSyntax syntax, PixelFormat format) throws DicomException {
        try {
            if (pixelData instanceof PixelData.Encapsulated != syntax.isEncapsulated()) {
                throw new Undecodable("Pixel Data is not encoded as the transfer syntax states");
            }
            return switch (pixelData) {
                case PixelData.Native plain -> NativePixels.decode(plain.bytes(), plain.vr() == Vr.OW, format);
                case PixelData.Encapsulated frame -> decompress(FrameBytes.of(frame), syntax, format);
            };
        } catch (Undecodable e) {
            throw new DicomException(ReasonCode.UNDECODABLE_PIXELS, e.what());
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new DicomException(ReasonCode.UNDECODABLE_PIXELS, "the decoder of " + syntax + " failed", e);
        }
    }

    private static int[] decompress(byte[] frame, TransferSyntax syntax, PixelFormat format) throws IOException {
        return switch (syntax) {
            case JPEG_BASELINE, JPEG_EXTENDED, JPEG_LOSSLESS, JPEG_LOSSLESS_SV1 -> Jpeg.decode(frame, syntax, format);
            case JPEG_LS_LOSSLESS, JPEG_LS_NEAR_LOSSLESS -> JpegLs.decode(frame, format);
            case JPEG_2000_LOSSLESS, JPEG_2000 -> Jpeg2000.decode(frame, syntax, format);
            case RLE_LOSSLESS -> RunLength.decode(frame, format);
            default -> throw new IllegalStateException("no decoder for " + syntax);
        };
    }
}
