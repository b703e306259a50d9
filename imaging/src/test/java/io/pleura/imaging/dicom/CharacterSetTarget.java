package io.pleura.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.imaging.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// A patient's name under any Specific Character Set: terms up to the first zero byte, then the name.
/// Whatever cannot be decoded shows somehow.
public final class CharacterSetTarget implements FuzzTarget {

    private static final int ELEMENT_HEADERS_BYTES = 2 * 8;

    @Override
    public String name() {
        return "character-set";
    }

    @Override
    public void accept(byte[] input) throws Exception {
        int end = 0;
        while (end < input.length && input[end] != 0) {
            end++;
        }
        byte[] terms = Arrays.copyOf(input, end);
        byte[] name = end < input.length ? Arrays.copyOfRange(input, end + 1, input.length) : new byte[0];
        ByteBuffer bytes = ByteBuffer.allocate(ELEMENT_HEADERS_BYTES + terms.length + name.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        put(bytes, Tags.SPECIFIC_CHARACTER_SET, Vr.CS, terms);
        put(bytes, Tags.PATIENT_NAME, Vr.PN, name);

        DataSet dataSet = DicomReader.readDataSet(
                bytes.array(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, DicomFileTarget.LIMITS);

        for (String value : dataSet.strings(Tags.PATIENT_NAME)) {
            assertThat(value.length()).isLessThanOrEqualTo(2 * name.length);
        }
        if (terms.length == 0 && isPlain(name)) {
            assertThat(String.join("\\", dataSet.strings(Tags.PATIENT_NAME)))
                    .isEqualTo(new String(name, StandardCharsets.US_ASCII));
        }
    }

    /// Letters alone, which need no decoding in ASCII.
    private static boolean isPlain(byte[] name) {
        for (byte letter : name) {
            if (letter < 'A' || letter > 'Z') {
                return false;
            }
        }
        return true;
    }

    private static void put(ByteBuffer bytes, Tag tag, Vr vr, byte[] value) {
        bytes.putShort((short) tag.group()).putShort((short) tag.element());
        bytes.put(vr.name().getBytes(StandardCharsets.US_ASCII));
        bytes.putShort((short) value.length).put(value);
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                seed("", "ADAMS"),
                seed("ISO_IR 100", "Buc^J\u00e9r\u00f4me"),
                seed("ISO_IR 192", "\u00c3\u0085ngstr\u00c3\u00b6m"),
                seed("\\ISO 2022 IR 87", "Yamada^Tarou=\u001b$B;3ED\u001b(B^\u001b$BB@O:\u001b(B"),
                seed("ISO 2022 IR 13\\ISO 2022 IR 87", "\u00d4\u00cf\u00c0\u00de=\u001b$B;3ED\u001b(J"),
                seed("\\ISO 2022 IR 149", "Hong=\u001b$)C\u00fb\u00f3^\u001b$)C\u00d1\u00ce"),
                seed("\\ISO 2022 IR 58", "Zhang=\u001b$)A\u00d5\u00c5"),
                seed("GB18030", "Wang=\u00cd\u00f5^\u0081\u0030\u0081\u0030"),
                seed("ISO_IR 166", "\u0e01\u00e0\u00ca"),
                seed("ISO_IR 13", "\u00d4\u00cf\u00c0\u00de\\x"),
                seed("GBK", "\u00cd\u00f5"),
                seed("no such term", "x"));
    }

    @Override
    public long mostBytes(byte[] input) {
        return (1L << 20) + 8192L * input.length; // each character is decoded by itself
    }

    private static byte[] seed(String terms, String name) {
        return (terms + '\0' + name).getBytes(StandardCharsets.ISO_8859_1);
    }
}
