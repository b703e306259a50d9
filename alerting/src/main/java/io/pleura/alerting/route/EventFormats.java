package io.pleura.alerting.route;

import io.pleura.schemas.EventSerde;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/// Formats that go all the way from bytes to the rules' values, so that an event which is readable and yet breaks the
/// contract is refused at the same place as one which is not readable.
final class EventFormats {

    private EventFormats() {}

    static <T, E extends SpecificRecord> Deserializer<T> reading(Class<E> type, Function<? super E, ? extends T> from) {
        EventSerde<E> serde = EventSerde.of(type);
        return (topic, bytes) -> bytes == null ? null : read(serde, bytes, from);
    }

    static <T, E extends SpecificRecord> Serializer<T> writing(Class<E> type, Function<? super T, ? extends E> to) {
        EventSerde<E> serde = EventSerde.of(type);
        return (topic, value) -> value == null ? null : serde.toBytes(to.apply(value));
    }

    static <T, E extends SpecificRecord> Serde<T> both(
            Class<E> type, Function<? super E, ? extends T> from, Function<? super T, ? extends E> to) {
        return Serdes.serdeFrom(EventFormats.<T, E>writing(type, to), EventFormats.<T, E>reading(type, from));
    }

    private static <T, E extends SpecificRecord> T read(
            EventSerde<E> serde, byte[] bytes, Function<? super E, ? extends T> from) {
        try {
            return from.apply(serde.fromBytes(bytes));
        } catch (IllegalArgumentException e) {
            throw new SerializationException("an event that breaks the contract: " + e.getMessage(), e);
        }
    }
}
