package io.pleura.imaging.dicom;

import java.util.List;

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
            require(dataSet.decimal(tag).equals(decimals.stream().findFirst()), "decimal", tag);
            dataSet.string(tag).ifPresent(value -> require(!value.isEmpty(), "string", tag));
            dataSet.integer(tag).ifPresent(value -> require(value == decimals.getFirst(), "integer", tag));
            dataSet.bytes(tag);
            dataSet.items(tag).forEach(Questions::askAll);
        }
        dataSet.pixelData();
        DataSet same = dataSet.toBuilder().build();
        require(same.equals(dataSet) && same.hashCode() == dataSet.hashCode(), "equality", Tags.ITEM);
    }

    private static void require(boolean holds, String question, Tag tag) {
        if (!holds) {
            throw new AssertionError("a wrong answer about " + tag + ": " + question);
        }
    }
}
