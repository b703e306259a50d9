package io.pleura.imaging.dicom;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Map;

/// Specific Character Set (0008,0005): its defined terms (PS3.3 section C.12.1.1.2) as Java charsets.
///
/// Of the code extensions (ISO 2022), Japanese and Korean are read; others fall back to the first term. What cannot be
/// decoded shows as U+FFFD, never as an exception: a name is not worth refusing an image.
final class SpecificCharacterSet {

    private static final Map<String, String> CHARSETS = Map.ofEntries(
            Map.entry("", "US-ASCII"),
            Map.entry("ISO_IR 6", "US-ASCII"),
            Map.entry("ISO_IR 100", "ISO-8859-1"),
            Map.entry("ISO_IR 101", "ISO-8859-2"),
            Map.entry("ISO_IR 109", "ISO-8859-3"),
            Map.entry("ISO_IR 110", "ISO-8859-4"),
            Map.entry("ISO_IR 144", "ISO-8859-5"),
            Map.entry("ISO_IR 127", "ISO-8859-6"),
            Map.entry("ISO_IR 126", "ISO-8859-7"),
            Map.entry("ISO_IR 138", "ISO-8859-8"),
            Map.entry("ISO_IR 148", "ISO-8859-9"),
            Map.entry("ISO_IR 203", "ISO-8859-15"),
            Map.entry("ISO_IR 13", "JIS_X0201"),
            Map.entry("ISO_IR 166", "TIS-620"),
            Map.entry("ISO_IR 192", "UTF-8"),
            Map.entry("ISO_IR 87", "ISO-2022-JP"),
            Map.entry("ISO_IR 159", "ISO-2022-JP"),
            Map.entry("ISO_IR 149", "ISO-2022-KR"),
            Map.entry("GB18030", "GB18030"),
            Map.entry("GBK", "GBK"));

    private SpecificCharacterSet() {}

    /// The charset that decodes text under these terms.
    static Charset of(List<String> terms) {
        if (terms.isEmpty()) {
            return StandardCharsets.US_ASCII;
        }
        // With code extensions the later terms are switched to by escape sequences, which these charsets understand.
        for (String term : terms.subList(1, terms.size())) {
            String name = CHARSETS.getOrDefault(canonical(term), "");
            if (name.startsWith("ISO-2022")) {
                return charset(name);
            }
        }
        return charset(CHARSETS.getOrDefault(canonical(terms.getFirst()), "US-ASCII"));
    }

    static String decode(ByteBuffer bytes, Charset charset) {
        return charset.decode(bytes).toString();
    }

    private static String canonical(String term) {
        return term.strip().replace("ISO 2022 IR", "ISO_IR");
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
