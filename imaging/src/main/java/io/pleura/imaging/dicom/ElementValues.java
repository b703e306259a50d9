package io.pleura.imaging.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Turns value fields into text and numbers (PS3.5 section 6.2).
final class ElementValues {

    /// Longer values are no text and no numbers that anybody asks for: as many bytes as a length of 16 bits can tell
    /// (PS3.5 section 7.1.2). A boxed number takes many times the memory of its bytes.
    private static final int MAX_BYTES = 0xFFFF;

    private ElementValues() {}

    static boolean isReadable(Element.Value value) {
        return value.bytes().remaining() <= MAX_BYTES;
    }

    static List<String> strings(Element.Value value, SpecificCharacterSet charset) {
        if (!isReadable(value)) {
            return List.of();
        }
        Vr vr = knownVr(value);
        if (!vr.isText() && vr != Vr.UN) {
            return decimals(value, charset).stream()
                    .map(number -> number == Math.rint(number) && Math.abs(number) < 1e15
                            ? Long.toString(number.longValue())
                            : Double.toString(number))
                    .toList();
        }
        String text = vr.usesSpecificCharacterSet()
                ? charset.decode(value.bytes(), vr)
                : StandardCharsets.ISO_8859_1.decode(value.bytes()).toString();
        if (!vr.isMultiValuedText() && vr != Vr.UN) {
            String trimmed = stripTrailing(text);
            return trimmed.isEmpty() ? List.of() : List.of(trimmed);
        }
        if (stripTrailing(text).isEmpty()) {
            return List.of();
        }
        return Arrays.stream(text.split("\\\\", -1))
                .map(part -> stripTrailing(part).stripLeading())
                .toList();
    }

    static Optional<Double> firstDecimal(Element.Value value, SpecificCharacterSet charset) {
        List<Double> first = knownVr(value).isText()
                ? parse(strings(value, charset).stream().limit(1).toList())
                : decimals(value, charset);
        return first.stream().findFirst();
    }

    static List<Double> decimals(Element.Value value, SpecificCharacterSet charset) {
        Vr vr = knownVr(value);
        if (vr.isText()) {
            return parse(strings(value, charset));
        }
        if (!isReadable(value)) {
            return List.of();
        }
        ByteBuffer bytes = value.bytes();
        if (value.vr() == Vr.UN) {
            bytes.order(ByteOrder.LITTLE_ENDIAN); // PS3.5 section 6.2.2 note 2
        }
        List<Double> numbers = new ArrayList<>();
        while (bytes.remaining() >= vr.wordBytes()) {
            double number = next(vr, bytes);
            if (!Double.isFinite(number)) {
                return List.of();
            }
            numbers.add(number);
        }
        return List.copyOf(numbers);
    }

    private static double next(Vr vr, ByteBuffer bytes) {
        return switch (vr) {
            case SS -> bytes.getShort();
            case US, OW, AT -> Short.toUnsignedInt(bytes.getShort());
            case SL -> bytes.getInt();
            case UL, OL -> Integer.toUnsignedLong(bytes.getInt());
            case FL, OF -> bytes.getFloat();
            case FD, OD -> bytes.getDouble();
            case SV, UV, OV -> bytes.getLong();
            default -> Byte.toUnsignedInt(bytes.get());
        };
    }

    /// Some write the decimal comma of where they stand.
    private static List<Double> parse(List<String> texts) {
        List<Double> numbers = new ArrayList<>(texts.size());
        for (String text : texts) {
            try {
                double number = Double.parseDouble(text.replace(',', '.'));
                if (!Double.isFinite(number)) {
                    return List.of();
                }
                numbers.add(number);
            } catch (NumberFormatException e) {
                return List.of();
            }
        }
        return List.copyOf(numbers);
    }

    /// What the standard knows an element of unknown representation to be.
    private static Vr knownVr(Element.Value value) {
        return value.vr() == Vr.UN
                ? Tags.vr(value.tag()).filter(vr -> vr != Vr.SQ).orElse(Vr.UN)
                : value.vr();
    }

    private static String stripTrailing(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
            end--;
        }
        return text.substring(0, end);
    }
}
