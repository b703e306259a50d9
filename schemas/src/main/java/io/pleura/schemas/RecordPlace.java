package io.pleura.schemas;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// Where a record stands, as logs, health and settings write it: `scores-3@17`.
public record RecordPlace(TopicPartition partition, long offset) {

    private static final Pattern TEXT = Pattern.compile("([A-Za-z0-9._-]+)-(\\d{1,9})@(\\d{1,18})");

    public static RecordPlace of(ConsumerRecord<?, ?> record) {
        return new RecordPlace(new TopicPartition(record.topic(), record.partition()), record.offset());
    }

    /// Whether the text is a place in one of these topics.
    public static boolean isOf(String text, Collection<String> topics) {
        Matcher place = TEXT.matcher(text);
        return place.matches() && topics.contains(place.group(1));
    }

    /// @throws IllegalArgumentException when the text is no place
    public static RecordPlace valueOf(String text) {
        Matcher place = TEXT.matcher(text.strip());
        if (!place.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no record's place; write topic-partition@offset, like scores-3@17");
        }
        return new RecordPlace(
                new TopicPartition(place.group(1), Integer.parseInt(place.group(2))), Long.parseLong(place.group(3)));
    }

    /// The places in a setting.
    ///
    /// @param name of the setting, for whoever has made a mistake in it
    /// @throws IllegalArgumentException that says what to write
    public static Set<RecordPlace> ofSetting(String name, Set<String> places) {
        try {
            return places.stream().map(RecordPlace::valueOf).collect(Collectors.toSet());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
