package io.pleura.imaging.dicom;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything that can be asked of a data set, of each of its elements. None of the answers is an exception.
final class Questions {

    private Questions() {}

    static void askAll(DataSet dataSet) {
        for (Element element : dataSet.elements()) {
            Tag tag = element.tag();
            require(dataSet.contains(tag), "contains", tag);
            require(!dataSet.strings(tag).contains("\\"), "strings", tag);
            List<Double> decimals = dataSet.decimals(tag);
            require(decimals.stream().allMatch(Double::isFinite), "decimals", tag);
            Optional<Double> first = dataSet.decimal(tag);
            // Where another value is no number there are no decimals, and the first may still be one.
            require(
                    decimals.isEmpty()
                            ? first.stream()
                                    .allMatch(value -> value
                                            == Double.parseDouble(
                                                    dataSet.strings(tag).getFirst()))
                            : first.equals(Optional.of(decimals.getFirst())),
                    "decimal",
                    tag);
            dataSet.string(tag).ifPresent(value -> require(!value.isEmpty(), "string", tag));
            dataSet.integer(tag).ifPresent(value -> require(value == first.orElse(Double.NaN), "integer", tag));
            dataSet.bytes(tag);
            dataSet.items(tag).forEach(Questions::askAll);
        }
        dataSet.pixelData();
        DataSet same = dataSet.toBuilder().build();
        require(same.equals(dataSet) && same.hashCode() == dataSet.hashCode(), "equality", Tags.ITEM);
    }

    /// That one answers what the other does, of these elements.
    static void requireSame(DataSet some, DataSet all, Set<Tag> tags) {
        for (Tag tag : tags) {
            require(some.contains(tag) == all.contains(tag), "contains", tag);
            require(some.strings(tag).equals(all.strings(tag)), "strings", tag);
            require(some.bytes(tag).equals(all.bytes(tag)), "bytes", tag);
            List<DataSet> items = some.items(tag);
            require(items.size() == all.items(tag).size(), "items", tag);
            for (int i = 0; i < items.size(); i++) {
                requireSame(items.get(i), all.items(tag).get(i), tags);
            }
        }
    }

    private static void require(boolean holds, String question, Tag tag) {
        if (!holds) {
            throw new AssertionError("a wrong answer about " + tag + ": " + question);
        }
    }
}
