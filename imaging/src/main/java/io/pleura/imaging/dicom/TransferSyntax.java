package io.pleura.imaging.dicom;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Transfer syntaxes (PS3.5 chapter 10 and annex A; UIDs in PS3.6 annex A) that radiographs come in.
///
/// All but the four native ones encode the data set as Explicit VR Little Endian and encapsulate the pixels.
public enum TransferSyntax {
    IMPLICIT_VR_LITTLE_ENDIAN("1.2.840.10008.1.2"),
    EXPLICIT_VR_LITTLE_ENDIAN("1.2.840.10008.1.2.1"),
    DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN("1.2.840.10008.1.2.1.99"),
    EXPLICIT_VR_BIG_ENDIAN("1.2.840.10008.1.2.2"),
    JPEG_BASELINE("1.2.840.10008.1.2.4.50"),
    JPEG_EXTENDED("1.2.840.10008.1.2.4.51"),
    JPEG_LOSSLESS("1.2.840.10008.1.2.4.57"),
    JPEG_LOSSLESS_SV1("1.2.840.10008.1.2.4.70"),
    JPEG_LS_LOSSLESS("1.2.840.10008.1.2.4.80"),
    JPEG_LS_NEAR_LOSSLESS("1.2.840.10008.1.2.4.81"),
    JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90"),
    JPEG_2000("1.2.840.10008.1.2.4.91"),
    HTJ2K_LOSSLESS("1.2.840.10008.1.2.4.201"),
    HTJ2K_LOSSLESS_RPCL("1.2.840.10008.1.2.4.202"),
    HTJ2K("1.2.840.10008.1.2.4.203"),
    RLE_LOSSLESS("1.2.840.10008.1.2.5"),
    DEFLATED_IMAGE_FRAME("1.2.840.10008.1.2.8.1");

    private static final Map<String, TransferSyntax> BY_UID =
            Arrays.stream(values()).collect(Collectors.toMap(TransferSyntax::uid, Function.identity()));

    private final String uid;

    TransferSyntax(String uid) {
        this.uid = uid;
    }

    public static Optional<TransferSyntax> of(String uid) {
        return Optional.ofNullable(BY_UID.get(uid));
    }

    public String uid() {
        return uid;
    }

    public boolean isEncapsulated() {
        return switch (this) {
            case IMPLICIT_VR_LITTLE_ENDIAN,
                    EXPLICIT_VR_LITTLE_ENDIAN,
                    DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
                    EXPLICIT_VR_BIG_ENDIAN -> false;
            default -> true;
        };
    }

    public boolean isExplicitVr() {
        return this != IMPLICIT_VR_LITTLE_ENDIAN;
    }

    public ByteOrder byteOrder() {
        return this == EXPLICIT_VR_BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }
}
