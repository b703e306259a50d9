package io.pleura.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.imaging.ForeignNames;
import io.pleura.imaging.ForeignNames.ForeignName;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Text in the character sets of PS3.3 section C.12.1.1.2.
class SpecificCharacterSetTest {

    static Stream<ForeignName> names() {
        return ForeignNames.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void readsNamesAsTheStandardWritesThem(ForeignName name) {
        assertThat(characterSet(name.terms()).decode(ByteBuffer.wrap(name.bytes()), Vr.PN))
                .isEqualTo(name.text());
        assertThat(characterSet(name.terms()).unknown()).isEmpty();
    }

    /// PS3.5 sections I.3 and K.3: escape sequences hold to the end of a line.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            \\ISO 2022 IR 149 | 1b242943 4c 31 20 b1e6b5bf 2e 0d0a 1b242943 b1e6b5bf 0d0a 4c 33 | L1 길동.~길동~L3
            \\ISO 2022 IR 58  | 31 2e 1b242941 b5dad2bbd0d0 0d0a 32 2e 1b242941 b5dab6fed0d0       | 1.第一行~2.第二行
            """)
    void readsLinesOfTextEachWithItsEscapeSequence(String terms, String bytes, String text) {
        assertThat(decode(terms, bytes, Vr.LT)).isEqualTo(text.replace("~", "\r\n"));
    }

    /// One value for each single-byte set: a character of its upper half that no other set has at that place.
    @ParameterizedTest
    @CsvSource(textBlock = """
            ISO_IR 100, e5,   å
            ISO_IR 101, b3,   ł
            ISO_IR 109, b1,   ħ
            ISO_IR 110, b3,   ŗ
            ISO_IR 144, d6,   ж
            ISO_IR 127, d4,   ش
            ISO_IR 126, f9,   ω
            ISO_IR 138, f9,   ש
            ISO_IR 148, fd,   ı
            ISO_IR 203, a4,   €
            ISO_IR 13,  d4,   ﾔ
            ISO_IR 166, bb,   ป
            """)
    void readsTheUpperHalfOfSingleByteSetsWithAndWithoutCodeExtensions(String term, String bytes, String text) {
        assertThat(decode(term, bytes, Vr.LO)).isEqualTo(text);
        assertThat(decode(term.replace("ISO_IR", "ISO 2022 IR"), bytes, Vr.LO)).isEqualTo(text);
    }

    /// Sets with equal bytes change places within one text.
    @Test
    void escapeSequencesChangeBetweenSingleByteSets() {
        assertThat(decode("\\ISO 2022 IR 144\\ISO 2022 IR 126\\ISO 2022 IR 100", """
                        41 1b2d4c d6 1b2d46 f9 1b2d41 e5 42""", Vr.LO))
                .isEqualTo("AжωåB");
    }

    /// PS3.5 section 6.1.2.5.3: what one component switched to does not hold in the next.
    @ParameterizedTest
    @CsvSource(textBlock = """
            5e, PN, å^å
            3d, PN, å=å
            5c, PN, å\\å
            5c, LO, å\\å
            0d, LO, å~å
            0a, LT, å~å
            0c, LT, å~å
            09, UT, å~å
            # no delimiters there
            5e, LO, å^х
            3d, LO, å=х
            5c, LT, å\\х
            """)
    void delimitersPutBackWhatTextBeginsWith(String delimiter, Vr vr, String text) {
        String bytes = "e5 1b2d4c " + delimiter + "e5";

        String control = String.valueOf((char) Integer.parseInt(delimiter, 16));
        assertThat(decode("ISO 2022 IR 100\\ISO 2022 IR 144", bytes, vr)).isEqualTo(text.replace("~", control));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # terms                      | bytes               | text
            ISO_IR 6                     | 41 e5 42            | A�B
            ''                           | 41 e5 42            | A�B
            ISO_IR 192                   | 41 c3 42            | A�B
            ISO_IR 192                   | 41 ff 42            | A�B
            GB18030                      | 41 ff 42            | A�B
            ISO_IR 100                   | 41 85 42            | A�B
            ISO_IR 127                   | 41 a1 42            | A�B
            # an unknown escape sequence, one cut short, a lone ESC
            \\ISO 2022 IR 87             | 41 1b282142 42      | A�B
            \\ISO 2022 IR 87             | 41 1b24            | A�$
            \\ISO 2022 IR 87             | 41 1b              | A�
            # half a character at the end, before a delimiter, before the next escape sequence
            \\ISO 2022 IR 87             | 1b2442 3b33 45      | 山�
            \\ISO 2022 IR 87             | 1b2442 3b33 45 0d 41 | 山�~A
            \\ISO 2022 IR 87             | 1b2442 3b33 45 1b2842 41 | 山�A
            \\ISO 2022 IR 149            | 1b242943 fb 41      | �A
            \\ISO 2022 IR 149            | 1b242943 fb         | �
            # no character of the set
            \\ISO 2022 IR 87             | 1b2442 2921 3b33    | �山
            """)
    void showsWhatCannotBeReadAndReadsOn(String terms, String bytes, String text) {
        assertThat(decode(terms, bytes, Vr.LO)).isEqualTo(text.replace('~', '\r'));
    }

    /// What careless writers do, read as it is meant.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # high bytes of the only set that may be meant, without or with too few escape sequences
            ISO 2022 IR 149              | fbf3                    | 洪
            \\ISO 2022 IR 149            | 1b242943 fbf3 5e d1ce   | 洪^吉
            \\ISO 2022 IR 58             | d5c5                    | 张
            # an escape sequence to a set that is not announced
            ISO_IR 6                     | 1b2442 3b33 1b2842 41   | 山A
            # spellings
            ISO IR 100                   | e5                      | å
            iso_ir 100                   | e5                      | å
            ISO-IR 100                   | e5                      | å
            ISO2022 IR 100               | e5                      | å
            # UTF-8 among others
            \\ISO_IR 192                 | c3a5                    | å
            ISO_IR 192\\ISO 2022 IR 87   | c3a5                    | å
            """)
    void readsWhatIsMeant(String terms, String bytes, String text) {
        assertThat(decode(terms, bytes, Vr.PN)).isEqualTo(text);
    }

    @Test
    void reportsSetsThatNobodyKnowsAndReadsWhatItCan() {
        assertThat(characterSet("ISO_IR 999").unknown()).containsExactly("ISO_IR 999");
        assertThat(decode("ISO_IR 999", "41 c3a5", Vr.PN)).isEqualTo("Aå");
        assertThat(decode("WINDOWS", "41 e5 42", Vr.PN)).isEqualTo("A�B");
        assertThat(characterSet("ISO_IR 100\\ISO 2022 IR 14").unknown()).containsExactly("ISO 2022 IR 14");
        assertThat(decode("ISO_IR 100\\KLINGON", "e5", Vr.PN)).isEqualTo("å");
    }

    @Test
    void aYenSignOfRomajiIsADelimiterWhereValuesAreSeparated() {
        assertThat(decode("ISO_IR 13", "b1 5c b2", Vr.LO)).isEqualTo("ｱ\\ｲ");
        assertThat(decode("ISO_IR 13", "b1 5c b2", Vr.LT)).isEqualTo("ｱ¥ｲ");
    }

    @Test
    void everyDefinedTermIsKnownAndThereAreNoOthers() {
        assertThat(SpecificCharacterSet.definedTerms())
                .hasSize(33)
                .contains("ISO_IR 6", "ISO 2022 IR 6", "ISO_IR 13", "ISO 2022 IR 87", "ISO_IR 203", "GBK")
                .doesNotContain("ISO_IR 87", "ISO_IR 14")
                .allSatisfy(term -> assertThat(characterSet(term).unknown()).isEmpty());
    }

    /// Whatever bytes come, there is an answer, and never more of it than there were bytes.
    @Test
    void anyBytesInAnySetAreReadWithoutAnException() {
        List<String> terms = SpecificCharacterSet.definedTerms();
        Random random = new Random(20261123);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (int i = 0; i + 3 < bytes.length; i += 7) {
                byte[] escape = ESCAPES.get(random.nextInt(ESCAPES.size()));
                System.arraycopy(escape, 0, bytes, i, Math.min(escape.length, bytes.length - i));
            }
            String term = terms.get(random.nextInt(terms.size()));
            Vr vr = List.of(Vr.PN, Vr.LO, Vr.LT, Vr.UN).get(random.nextInt(4));

            assertThat(characterSet(term).decode(ByteBuffer.wrap(bytes), vr)).hasSizeLessThanOrEqualTo(bytes.length);
        }
    }

    private static final List<byte[]> ESCAPES = Stream.of("1b2442", "1b242844", "1b242943", "1b242941", "1b2d4c", "1b")
            .map(HexFormat.of()::parseHex)
            .toList();

    private static String decode(String terms, String hex, Vr vr) {
        byte[] bytes = HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        return characterSet(terms).decode(ByteBuffer.wrap(bytes), vr);
    }

    private static SpecificCharacterSet characterSet(String terms) {
        return SpecificCharacterSet.of(List.of(terms.split("\\\\", -1)));
    }
}
