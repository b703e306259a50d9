package io.pleura.imaging;

import java.util.HexFormat;
import java.util.List;

/// Patient names in the character sets of the standard: the examples of PS3.5 annexes H to K, and one name for each
/// language with a single-byte set.
public final class ForeignNames {

    private ForeignNames() {}

    /// @param terms values of Specific Character Set (0008,0005)
    /// @param hex the value field of Patient's Name (0010,0010)
    /// @param text the name that it means
    public record ForeignName(String terms, String hex, String text) {

        public byte[] bytes() {
            return HexFormat.of().parseHex(hex.replace(" ", ""));
        }
    }

    private static final String YAMADA_TAROU = "59616d616461 5e 5461726f75 3d ";
    private static final String HONG_GILDONG = "486f6e67 5e 47696c646f6e67 3d ";
    private static final String WANG_XIAODONG = "57616e67 5e 5869616f446f6e67 3d ";
    private static final String ZHANG_XIAODONG = "5a68616e67 5e 5869616f446f6e67 3d ";

    public static final List<ForeignName> ALL = List.of(
            // H.3.1
            new ForeignName(
                    "\\ISO 2022 IR 87",
                    YAMADA_TAROU
                            + "1b2442 3b33 4544 1b2842 5e 1b2442 4240 4f3a 1b2842 3d"
                            + "1b2442 2464 245e 2440 1b2842 5e 1b2442 243f 246d 2426 1b2842",
                    "Yamada^Tarou=山田^太郎=やまだ^たろう"),
            // H.3.2
            new ForeignName(
                    "ISO 2022 IR 13\\ISO 2022 IR 87",
                    "d4cfc0de 5e c0dbb3 3d"
                            + "1b2442 3b33 4544 1b284a 5e 1b2442 4240 4f3a 1b284a 3d"
                            + "1b2442 2464 245e 2440 1b284a 5e 1b2442 243f 246d 2426 1b284a",
                    "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"),
            // I.2
            new ForeignName(
                    "\\ISO 2022 IR 149",
                    HONG_GILDONG + "1b242943 fbf3 5e 1b242943 d1ce d4d7 3d 1b242943 c8ab 5e 1b242943 b1e6 b5bf",
                    "Hong^Gildong=洪^吉洞=홍^길동"),
            // J.1
            new ForeignName("ISO_IR 192", WANG_XIAODONG + "e78e8b 5e e5b08f e4b89c 3d", "Wang^XiaoDong=王^小东="),
            // J.3
            new ForeignName("GB18030", WANG_XIAODONG + "cdf5 5e d0a1 b6ab 3d", "Wang^XiaoDong=王^小东="),
            new ForeignName("GBK", WANG_XIAODONG + "cdf5 5e d0a1 b6ab 3d", "Wang^XiaoDong=王^小东="),
            // K.2
            new ForeignName(
                    "\\ISO 2022 IR 58",
                    ZHANG_XIAODONG + "1b242941 d5c5 5e 1b242941 d0a1 b6ab 3d",
                    "Zhang^XiaoDong=张^小东="),
            // a second byte of 0x5C: no delimiter
            new ForeignName("GB18030", "815c 5e cdf5", "乗^王"),
            // supplementary Japanese characters
            new ForeignName("\\ISO 2022 IR 159", "1b242844 3021 1b2842 5e 41", "丂^A"),
            new ForeignName("ISO_IR 100", "42756e 5e 4ae972f46d65", "Bun^Jérôme"),
            new ForeignName("ISO_IR 101", "57a36fcf 5e d36bb6", "WŁoĎ^Ókś"),
            new ForeignName("ISO_IR 109", "a1f8 5e fe", "Ħĝ^ŝ"),
            new ForeignName("ISO_IR 110", "d0e7 5e f9", "Đį^ų"),
            new ForeignName("ISO_IR 144", "bbeeda63 5e b8", "Люкc^И"),
            new ForeignName("ISO_IR 127", "e2c8c7e6ea 5e e4e6d2c7d1", "قباني^لنزار"),
            new ForeignName("ISO_IR 126", "c4e9efedf5f3e9eff2", "Διονυσιος"),
            new ForeignName("ISO_IR 138", "f9f8e5ef 5e e3e1e5f8e4", "שרון^דבורה"),
            new ForeignName("ISO_IR 148", "c7fdf0 5e fe", "Çığ^ş"),
            new ForeignName("ISO_IR 203", "bdbc 5e a6", "œŒ^Š"),
            new ForeignName("ISO_IR 166", "cac1aad2c2 5e e3a8b4d5", "สมชาย^ใจดี"),
            new ForeignName("ISO_IR 13", "d4cfc0de 5e c0dbb3", "ﾔﾏﾀﾞ^ﾀﾛｳ"));
}
