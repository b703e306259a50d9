package io.pleura.imaging.dicom;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Optional;

/// The sets of characters that text can be put together from, by escape sequences (ISO 2022; PS3.3 tables
/// C.12-2 to C.12-4). A set in G0 is meant by bytes of 0x21 to 0x7E, one in G1 by the same with the high bit.
enum Repertoire {
    ASCII(6, "US-ASCII", "(B", 0, 1),
    ROMAJI(14, "JIS_X0201", "(J", 0, 1),
    JIS_X_0208(87, "EUC-JP", "$B", 0, 2),
    JIS_X_0212(159, "EUC-JP", "$(D", 0, 2),
    KATAKANA(13, "JIS_X0201", ")I", 1, 1),
    LATIN_1(100, "ISO-8859-1", "-A", 1, 1),
    LATIN_2(101, "ISO-8859-2", "-B", 1, 1),
    LATIN_3(109, "ISO-8859-3", "-C", 1, 1),
    LATIN_4(110, "ISO-8859-4", "-D", 1, 1),
    CYRILLIC(144, "ISO-8859-5", "-L", 1, 1),
    ARABIC(127, "ISO-8859-6", "-G", 1, 1),
    GREEK(126, "ISO-8859-7", "-F", 1, 1),
    HEBREW(138, "ISO-8859-8", "-H", 1, 1),
    LATIN_5(148, "ISO-8859-9", "-M", 1, 1),
    LATIN_9(203, "ISO-8859-15", "-b", 1, 1),
    THAI(166, "TIS-620", "-T", 1, 1),
    KS_X_1001(149, "EUC-KR", "$)C", 1, 2),
    GB_2312(58, "GB2312", "$)A", 1, 2);

    /// Puts the third set of EUC-JP in front of one character.
    private static final byte SINGLE_SHIFT_THREE = (byte) 0x8F;

    private static final byte YEN_SIGN = 0x5C;
    private static final byte OVERLINE = 0x7E;
    private static final byte HIGH = (byte) 0x80;

    private final int registration;
    private final Charset charset;
    private final String escape;
    private final int plane;
    private final int bytesPerCharacter;

    Repertoire(int registration, String charset, String escape, int plane, int bytesPerCharacter) {
        this.registration = registration;
        this.charset = charset(charset);
        this.escape = escape;
        this.plane = plane;
        this.bytesPerCharacter = bytesPerCharacter;
    }

    /// By its number in the ISO register, which is that of its defined term.
    static Optional<Repertoire> registered(int number) {
        return Arrays.stream(values()).filter(set -> set.registration == number).findFirst();
    }

    /// By what follows ESC.
    static Optional<Repertoire> escapedTo(String escape) {
        return Arrays.stream(values()).filter(set -> set.escape.equals(escape)).findFirst();
    }

    int registration() {
        return registration;
    }

    Charset charset() {
        return charset;
    }

    boolean inG1() {
        return plane == 1;
    }

    int bytesPerCharacter() {
        return bytesPerCharacter;
    }

    /// The character that these bytes mean in this set, U+FFFD if none.
    ///
    /// @param second only of two-byte characters
    String character(byte first, byte second) {
        if (this == ROMAJI && (first == YEN_SIGN || first == OVERLINE)) {
            return first == YEN_SIGN ? "\u00A5" : "\u203E"; // the JDK reads ASCII there
        }
        byte[] bytes =
                switch (this) {
                    case JIS_X_0208 -> new byte[] {(byte) (first | HIGH), (byte) (second | HIGH)};
                    case JIS_X_0212 -> new byte[] {SINGLE_SHIFT_THREE, (byte) (first | HIGH), (byte) (second | HIGH)};
                    default -> bytesPerCharacter == 2 ? new byte[] {first, second} : new byte[] {first};
                };
        String text = new String(bytes, charset);
        return text.codePointCount(0, text.length()) == 1 ? text : SpecificCharacterSet.REPLACEMENT;
    }

    /// The rarer charsets are in a module (jdk.charsets) that a trimmed run time may lack.
    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (UnsupportedCharsetException | IllegalCharsetNameException e) {
            return StandardCharsets.US_ASCII;
        }
    }
}
