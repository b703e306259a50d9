package io.pleura.imaging.dicom;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Value representations (PS3.5 section 6.2, table 6.2-1).
public enum Vr {
    AE(Kind.TEXT),
    AS(Kind.TEXT),
    AT(Kind.BINARY, 2),
    CS(Kind.TEXT),
    DA(Kind.TEXT),
    DS(Kind.TEXT),
    DT(Kind.TEXT),
    FD(Kind.BINARY, 8),
    FL(Kind.BINARY, 4),
    IS(Kind.TEXT),
    LO(Kind.TEXT),
    LT(Kind.TEXT),
    OB(Kind.LONG_BINARY, 1),
    OD(Kind.LONG_BINARY, 8),
    OF(Kind.LONG_BINARY, 4),
    OL(Kind.LONG_BINARY, 4),
    OV(Kind.LONG_BINARY, 8),
    OW(Kind.LONG_BINARY, 2),
    PN(Kind.TEXT),
    SH(Kind.TEXT),
    SL(Kind.BINARY, 4),
    SQ(Kind.LONG_BINARY, 1),
    SS(Kind.BINARY, 2),
    ST(Kind.TEXT),
    SV(Kind.LONG_BINARY, 8),
    TM(Kind.TEXT),
    UC(Kind.LONG_TEXT),
    UI(Kind.TEXT),
    UL(Kind.BINARY, 4),
    UN(Kind.LONG_BINARY, 1),
    UR(Kind.LONG_TEXT),
    US(Kind.BINARY, 2),
    UT(Kind.LONG_TEXT),
    UV(Kind.LONG_BINARY, 8);

    private enum Kind {
        TEXT,
        LONG_TEXT,
        BINARY,
        LONG_BINARY
    }

    private static final Map<String, Vr> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toMap(Enum::name, Function.identity()));

    private final Kind kind;
    private final int wordBytes;

    Vr(Kind kind) {
        this(kind, 1);
    }

    Vr(Kind kind, int wordBytes) {
        this.kind = kind;
        this.wordBytes = wordBytes;
    }

    /// By its two letters.
    public static Optional<Vr> of(int first, int second) {
        return Optional.ofNullable(
                BY_CODE.get(new String(new byte[] {(byte) first, (byte) second}, StandardCharsets.US_ASCII)));
    }

    public boolean isText() {
        return kind == Kind.TEXT || kind == Kind.LONG_TEXT;
    }

    /// Whether Explicit VR gives it two reserved bytes and a 32-bit length (PS3.5 table 7.1-1) instead of a 16-bit
    /// length (table 7.1-2).
    boolean hasLongHeader() {
        return kind == Kind.LONG_TEXT || kind == Kind.LONG_BINARY;
    }

    /// Whether a backslash separates values; in free text it is a character (PS3.5 section 6.2).
    boolean isMultiValuedText() {
        return isText() && this != LT && this != ST && this != UT && this != UR;
    }

    /// Whether Specific Character Set (0008,0005) applies (PS3.3 section C.12.1.1.2).
    boolean usesSpecificCharacterSet() {
        return switch (this) {
            case LO, LT, PN, SH, ST, UC, UT, UN -> true;
            default -> false;
        };
    }

    /// What makes an odd value even: space in text, NUL in UIDs and binary (PS3.5 section 6.2).
    byte padding() {
        return (byte) (isText() && this != UI ? ' ' : 0);
    }

    /// Size of the units that byte order applies to.
    int wordBytes() {
        return wordBytes;
    }
}
