package io.pleura.imaging.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/// Whether two data sets say the same in two ways: the same elements with the same values, whatever their byte order,
/// and whether or not they name VRs; numbers in text however they are written, and text in whatever character set.
/// Group lengths and trailing padding say nothing and are passed over.
///
/// Whoever reads an object and writes it again may write `0.2` for `.2`, and UTF-8 for Latin-1.
public final class SameValues {

    /// A Decimal String has room for ten digits whatever its sign and exponent; what is longer is cut by some.
    private static final double DECIMAL_STRING_PRECISION = 1e-9;

    private SameValues() {}

    /// @param ignored elements that may differ; not in the items of sequences
    public static boolean in(DataSet first, DataSet second, Set<Tag> ignored) {
        Iterator<Element> others = counted(second, ignored).iterator();
        for (Element element : counted(first, ignored)) {
            if (!others.hasNext() || !same(element, first.characterSet(), others.next(), second.characterSet())) {
                return false;
            }
        }
        return !others.hasNext();
    }

    private static List<Element> counted(DataSet dataSet, Set<Tag> ignored) {
        return dataSet.elements().stream()
                .filter(element -> element.tag().element() != 0
                        && !element.tag().equals(Tags.DATA_SET_TRAILING_PADDING)
                        && !element.tag().equals(Tags.SPECIFIC_CHARACTER_SET)
                        && !ignored.contains(element.tag()))
                .toList();
    }

    private static boolean same(
            Element first, SpecificCharacterSet firstSet, Element second, SpecificCharacterSet secondSet) {
        if (!first.tag().equals(second.tag())) {
            return false;
        }
        return switch (first) {
            case Element.Value one
            when second instanceof Element.Value other ->
                areReadAlike(one, firstSet, other, secondSet)
                                && littleEndian(one).equals(littleEndian(other))
                        || one.vr() == other.vr() && one.vr().isText() && sameText(one, firstSet, other, secondSet);
            case Element.Sequence one when second instanceof Element.Sequence other -> same(one.items(), other.items());
            default -> false;
        };
    }

    /// Whether the same bytes would say the same. What has no known representation is no text to anybody.
    private static boolean areReadAlike(
            Element.Value one, SpecificCharacterSet firstSet, Element.Value other, SpecificCharacterSet secondSet) {
        return firstSet.readsAs(secondSet) || !isInCharacterSet(one) && !isInCharacterSet(other);
    }

    private static boolean isInCharacterSet(Element.Value value) {
        return value.vr() != Vr.UN && value.vr().usesSpecificCharacterSet();
    }

    private static boolean sameText(
            Element.Value one, SpecificCharacterSet firstSet, Element.Value other, SpecificCharacterSet secondSet) {
        if (!ElementValues.isReadable(one) || !ElementValues.isReadable(other)) {
            return false;
        }
        List<String> first = ElementValues.strings(one, firstSet);
        List<String> second = ElementValues.strings(other, secondSet);
        if (first.size() != second.size()) {
            return false;
        }
        for (int at = 0; at < first.size(); at++) {
            boolean same =
                    switch (one.vr()) {
                        case DS -> sameNumber(first.get(at), second.get(at), DECIMAL_STRING_PRECISION);
                        case IS -> sameNumber(first.get(at), second.get(at), 0);
                        default -> sameCharacters(first.get(at), second.get(at));
                    };
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameNumber(String first, String second, double precision) {
        if (sameCharacters(first, second)) {
            return true;
        }
        try {
            double one = Double.parseDouble(first);
            double other = Double.parseDouble(second);
            return Math.abs(one - other) <= precision * Math.max(Math.abs(one), Math.abs(other));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /// What cannot be decoded may be anything.
    private static boolean sameCharacters(String first, String second) {
        return first.equals(second) && !first.contains(SpecificCharacterSet.REPLACEMENT);
    }

    private static boolean same(List<DataSet> first, List<DataSet> second) {
        if (first.size() != second.size()) {
            return false;
        }
        for (int item = 0; item < first.size(); item++) {
            if (!in(first.get(item), second.get(item), Set.of())) {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer littleEndian(Element.Value value) {
        ByteBuffer bytes = value.bytes();
        int word = value.vr().wordBytes();
        if (bytes.order() == ByteOrder.LITTLE_ENDIAN || word == 1 || bytes.remaining() % word != 0) {
            return bytes;
        }
        ByteBuffer swapped = ByteBuffer.allocate(bytes.remaining());
        for (int at = 0; at < swapped.capacity(); at++) {
            int withinWord = at % word;
            swapped.put(at, bytes.get(at - withinWord + word - 1 - withinWord));
        }
        return swapped;
    }
}
