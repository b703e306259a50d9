package io.pleura.ingest.check;

import io.pleura.imaging.codec.PixelDecoder;
import io.pleura.imaging.dicom.TransferSyntax;
import java.util.List;

/// The transfer syntaxes whose pixels can be decoded here, those that cost least first: when a peer offers several, the
/// first of these is taken.
public final class DecodableSyntaxes {

    private static final List<TransferSyntax> CHEAPEST_FIRST = List.of(
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
            TransferSyntax.RLE_LOSSLESS,
            TransferSyntax.JPEG_LOSSLESS_SV1,
            TransferSyntax.JPEG_LOSSLESS,
            TransferSyntax.JPEG_LS_LOSSLESS,
            TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.JPEG_2000_LOSSLESS,
            TransferSyntax.JPEG_BASELINE,
            TransferSyntax.JPEG_EXTENDED,
            TransferSyntax.JPEG_LS_NEAR_LOSSLESS,
            TransferSyntax.JPEG_2000);

    private DecodableSyntaxes() {}

    public static List<TransferSyntax> preferredFirst() {
        return CHEAPEST_FIRST.stream().filter(PixelDecoder::supports).toList();
    }
}
