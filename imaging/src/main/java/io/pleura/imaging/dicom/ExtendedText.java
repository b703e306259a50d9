package io.pleura.imaging.dicom;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads text with code extensions (PS3.5 section 6.1.2.5): escape sequences put sets of characters into G0 and G1, and
/// delimiters put back those that the text begins with. One use, one thread.
///
/// Bytes that mean nothing become U+FFFD one by one, so that what follows is read again.
final class ExtendedText {

    private static final byte ESCAPE = 0x1B;
    private static final int DELETE = 0x7F;
    private static final int FIRST_GRAPHIC = 0x21;
    private static final int FIRST_HIGH = 0xA0;

    private final ByteBuffer bytes;
    private final String delimiters;
    private final Repertoire initialG0;
    private final @Nullable Repertoire initialG1;
    private final @Nullable Repertoire unescapedG1;
    private final StringBuilder text;
    private Repertoire g0;
    private @Nullable Repertoire g1;

    /// @param initial what the text begins with, in G0 and G1
    /// @param unescapedG1 what high bytes mean where nothing was put into G1: careless writers do so only once
    /// @param delimiters graphic characters after which the initial sets hold again; line and page ends always are
    ExtendedText(ByteBuffer bytes, Repertoire initial, @Nullable Repertoire unescapedG1, String delimiters) {
        this.bytes = bytes;
        this.delimiters = delimiters;
        this.unescapedG1 = unescapedG1;
        initialG0 = switch (initial) {
            case KATAKANA -> Repertoire.ROMAJI;
            default -> initial.inG1() ? Repertoire.ASCII : initial;
        };
        initialG1 = initial.inG1() ? initial : null;
        text = new StringBuilder(bytes.remaining());
        g0 = initialG0;
        g1 = initialG1;
    }

    String decode() {
        while (bytes.hasRemaining()) {
            next(bytes.get());
        }
        return text.toString();
    }

    private void next(byte first) {
        int value = Byte.toUnsignedInt(first);
        if (first == ESCAPE) {
            escape();
        } else if (value < FIRST_GRAPHIC || value == DELETE) {
            text.append((char) value);
            if (value == '\n' || value == '\r' || value == '\f' || value == '\t') {
                reset();
            }
        } else if (value < DELETE) {
            graphic(first);
        } else if (value < FIRST_HIGH) {
            text.append(SpecificCharacterSet.REPLACEMENT); // C1 controls shall not be used (PS3.5 section 6.1.3)
        } else {
            Repertoire set = g1 == null ? unescapedG1 : g1;
            text.append(set == null ? SpecificCharacterSet.REPLACEMENT : character(set, first));
        }
    }

    private void graphic(byte first) {
        if (g0.bytesPerCharacter() == 1 && delimiters.indexOf(first) >= 0) {
            text.append((char) first);
            reset();
        } else {
            text.append(character(g0, first));
        }
    }

    private String character(Repertoire set, byte first) {
        if (set.bytesPerCharacter() == 1) {
            return set.character(first, (byte) 0);
        }
        if (!bytes.hasRemaining() || !pairs(first, bytes.get(bytes.position()))) {
            return SpecificCharacterSet.REPLACEMENT;
        }
        return set.character(first, bytes.get());
    }

    /// Both bytes of a character are graphic, and on the same side.
    private static boolean pairs(byte first, byte second) {
        int low = second & DELETE;
        return (first < 0) == (second < 0) && low >= FIRST_GRAPHIC && low < DELETE;
    }

    /// Intermediate bytes 0x20 to 0x2F, then a final one (ISO 2022).
    private void escape() {
        int begin = bytes.position();
        int end = begin;
        while (end < bytes.limit() && bytes.get(end) >= 0x20 && bytes.get(end) <= 0x2F) {
            end++;
        }
        if (end == bytes.limit() || bytes.get(end) < 0x30 || bytes.get(end) >= DELETE) {
            text.append(SpecificCharacterSet.REPLACEMENT);
            return;
        }
        byte[] sequence = new byte[end + 1 - begin];
        bytes.get(sequence);
        Optional<Repertoire> set = Repertoire.escapedTo(new String(sequence, StandardCharsets.US_ASCII));
        if (set.isEmpty()) {
            text.append(SpecificCharacterSet.REPLACEMENT);
        } else if (set.get().inG1()) {
            g1 = set.get();
        } else {
            g0 = set.get();
        }
    }

    private void reset() {
        g0 = initialG0;
        g1 = initialG1;
    }
}
