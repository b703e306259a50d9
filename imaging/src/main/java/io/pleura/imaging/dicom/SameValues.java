package io.pleura.imaging.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/// Whether two data sets say the same in two transfer syntaxes: the same elements with the same values, whatever their
/// byte order, and whether or not they name VRs. Group lengths and trailing padding say nothing and are passed over.
public final class SameValues {

    private SameValues() {}

    /// @param ignored elements that may differ; not in the items of sequences
    public static boolean in(DataSet first, DataSet second, Set<Tag> ignored) {
        Iterator<Element> others = counted(second, ignored).iterator();
        for (Element element : counted(first, ignored)) {
            if (!others.hasNext() || !same(element, others.next())) {
                return false;
            }
        }
        return !others.hasNext();
    }

    private static List<Element> counted(DataSet dataSet, Set<Tag> ignored) {
        return dataSet.elements().stream()
                .filter(element -> element.tag().element() != 0
                        && !element.tag().equals(Tags.DATA_SET_TRAILING_PADDING)
                        && !ignored.contains(element.tag()))
                .toList();
    }

    private static boolean same(Element first, Element second) {
        if (!first.tag().equals(second.tag())) {
            return false;
        }
        return switch (first) {
            case Element.Value one
            when second instanceof Element.Value other -> littleEndian(one).equals(littleEndian(other));
            case Element.Sequence one when second instanceof Element.Sequence other -> same(one.items(), other.items());
            default -> false;
        };
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
