package io.pleura.imaging.dicom;

import java.nio.ByteOrder;

/// How elements are encoded (PS3.5 section 7.1).
record Encoding(boolean explicitVr, ByteOrder order) {

    static final Encoding IMPLICIT_LITTLE = new Encoding(false, ByteOrder.LITTLE_ENDIAN);
    static final Encoding EXPLICIT_LITTLE = new Encoding(true, ByteOrder.LITTLE_ENDIAN);

    static Encoding of(TransferSyntax syntax) {
        return new Encoding(syntax.isExplicitVr(), syntax.byteOrder());
    }

    Encoding withVrs() {
        return new Encoding(true, order);
    }

    Encoding inOtherByteOrder() {
        return new Encoding(
                explicitVr, order == ByteOrder.LITTLE_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }
}
