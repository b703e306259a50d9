package io.pleura.imaging.codec;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.PixelData;
import io.pleura.imaging.dicom.Tag;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import io.pleura.schemas.ReasonCode;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.IntStream;

/// Decodes the one frame of a monochrome image. Stateless, safe for any number of threads.
///
/// To add a transfer syntax: name it in [TransferSyntax], add a case here, add a row to the table in the conformance
/// test. Refusals: `NO_PIXEL_DATA`, `UNSUPPORTED_TRANSFER_SYNTAX`, `UNSUPPORTED_PIXEL_FORMAT` (colour, odd depths),
/// `MULTI_FRAME`, `IMPLAUSIBLE_SIZE`, `LIMIT_EXCEEDED` and, for damaged bytes, `UNDECODABLE_PIXELS`.
public final class PixelDecoder {

    /// A radiograph has about 16 million pixels at most; four times that bounds the memory of a decode.
    public static final long MAX_PIXELS = 64L << 20;

    /// PS3.5 section 7.6: groups 6000 to 601E.
    private static final int FIRST_OVERLAY_GROUP = 0x6000;

    private static final int OVERLAYS = 16;
    private static final int OVERLAY_BITS_ALLOCATED = 0x0100;

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

    /// Why [#decode] refuses an image for what its header says of its pixels, whatever they are.
    public static Optional<DicomException> refusal(DataSet header) {
        try {
            PixelFormat.of(header);
            return Optional.empty();
        } catch (DicomException e) {
            return Optional.of(e);
        }
    }

    /// The same, also for what is known of its Pixel Data.
    public static Optional<DicomException> refusal(DicomFile header, PixelDataExtent pixelData) {
        try {
            TransferSyntax syntax = syntax(header);
            PixelFormat format = PixelFormat.of(header.dataSet());
            pixelData.requireRoomFor(syntax, format);
            requireHeader(pixelData, syntax, format);
            return Optional.empty();
        } catch (DicomException e) {
            return Optional.of(e);
        }
    }

    private static void requireHeader(PixelDataExtent pixelData, TransferSyntax syntax, PixelFormat format)
            throws DicomException {
        try {
            pixelData.requireHeader(syntax, format);
        } catch (RuntimeException e) {
            throw undecodable(e, syntax);
        }
    }

    public static StoredPixels decode(DicomFile file) throws DicomException {
        return decodeAtLeast(file, Integer.MAX_VALUE);
    }

    /// The same image, or a smaller one of it where the transfer syntax keeps smaller ones (JPEG 2000): its sides are
    /// halved, and rounded up, as often as the longer one stays `leastEdge` or more, in a fraction of the time. An
    /// image with padding or with an overlay among its bits is not made smaller: they would run into it.
    public static StoredPixels decodeAtLeast(DicomFile file, int leastEdge) throws DicomException {
        DataSet dataSet = file.dataSet();
        PixelData pixelData = dataSet.pixelData()
                .orElseThrow(() -> new DicomException(ReasonCode.NO_PIXEL_DATA, "no " + Tags.PIXEL_DATA));
        boolean wholeOnly = dataSet.contains(Tags.PIXEL_PADDING_VALUE) || hasOverlayAmongItsBits(dataSet);
        TransferSyntax syntax = syntax(file);
        if (syntax.isEncapsulated() && pixelData instanceof PixelData.Native plain) {
            pixelData = plain.inFragments().<PixelData>map(frame -> frame).orElse(plain);
        }
        return pixels(pixelData, syntax, PixelFormat.of(dataSet), wholeOnly ? Integer.MAX_VALUE : leastEdge);
    }

    /// Retired, and in archives for good (PS3.5-2004 section 8.1.2): Overlay Bits Allocated (60xx,0100) is that of the
    /// image, where an overlay of its own has 1.
    public static boolean hasOverlayAmongItsBits(DataSet dataSet) {
        return IntStream.range(0, OVERLAYS)
                .mapToObj(i -> dataSet.integer(new Tag(FIRST_OVERLAY_GROUP + 2 * i, OVERLAY_BITS_ALLOCATED)))
                .anyMatch(bits -> bits.orElse(1) > 1);
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
    private static StoredPixels pixels(PixelData pixelData, TransferSyntax syntax, PixelFormat format, int leastEdge)
            throws DicomException {
        PixelDataExtent.of(pixelData).requireRoomFor(syntax, format);
        try {
            StoredPixels pixels =
                    switch (pixelData) {
                        case PixelData.Native plain ->
                            new StoredPixels(format, NativePixels.decode(plain.bytes(), plain.vr() == Vr.OW, format));
                        case PixelData.Encapsulated frame ->
                            decompress(FrameBytes.of(frame), syntax, format, leastEdge);
                    };
            requireInts(pixels);
            return pixels;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw undecodable(e, syntax);
        }
    }

    private static DicomException undecodable(Throwable e, TransferSyntax syntax) {
        return e instanceof Undecodable undecodable
                ? new DicomException(ReasonCode.UNDECODABLE_PIXELS, undecodable.what())
                : new DicomException(ReasonCode.UNDECODABLE_PIXELS, "the decoder of " + syntax + " failed", e);
    }

    /// No radiograph has so many bits, and [StoredPixels] would give such samples as negative ones.
    private static void requireInts(StoredPixels pixels) throws DicomException {
        if (!pixels.signed()
                && pixels.bitsStored() == Integer.SIZE
                && IntStream.range(0, pixels.count()).anyMatch(i -> pixels.sample(i) < 0)) {
            throw new DicomException(ReasonCode.UNSUPPORTED_PIXEL_FORMAT, "samples of 2^31 and more");
        }
    }

    private static StoredPixels decompress(FrameBytes frame, TransferSyntax syntax, PixelFormat format, int leastEdge)
            throws IOException {
        return switch (syntax) {
            case JPEG_BASELINE, JPEG_EXTENDED, JPEG_LOSSLESS, JPEG_LOSSLESS_SV1 -> Jpeg.decode(frame.joined(), format);
            case JPEG_LS_LOSSLESS, JPEG_LS_NEAR_LOSSLESS -> JpegLs.decode(frame.joined(), format);
            case JPEG_2000_LOSSLESS, JPEG_2000 -> Jpeg2000.decode(frame.joined(), syntax, format, leastEdge);
            case RLE_LOSSLESS -> new StoredPixels(format, RunLength.decode(frame.view(), format));
            default -> throw new IllegalStateException("no decoder for " + syntax);
        };
    }
}
