package io.pleura.schemas;

import io.pleura.events.RadiographScored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Avro single-object encoding (Avro specification, "Single-object encoding"): a 10-byte header that names the writer's
/// schema by fingerprint, then the data. Reads every released version of a schema and the current one.
///
/// Safe for use by many threads. A message that cannot be read throws [SerializationException]; null stays null.
public final class EventSerde<V extends SpecificRecord> implements Serde<V> {

    // Avro makes instances of no class that it was not told to trust; of ours, the generated events are enough.
    static {
        String events = RadiographScored.class.getPackageName();
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), type -> type.getPackageName()
                        .equals(events)));
    }

    private final BinaryMessageEncoder<V> encoder;
    private final BinaryMessageDecoder<V> decoder;

    private EventSerde(Class<V> type) {
        SpecificData model = SpecificData.getForClass(type);
        Schema schema = model.getSchema(type);
        encoder = new BinaryMessageEncoder<>(model, schema);
        decoder = new BinaryMessageDecoder<>(model, schema, SchemaStore.released());
    }

    public static <V extends SpecificRecord> EventSerde<V> of(Class<V> type) {
        return new EventSerde<>(type);
    }

    public static <V extends SpecificRecord> EventSerde<V> of(Topic<V> topic) {
        return new EventSerde<>(topic.value());
    }

    public byte[] toBytes(V event) {
        try {
            ByteBuffer encoded = encoder.encode(event);
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws UnknownSchemaException when only a newer release can read it
    /// @throws SerializationException when the bytes are no message of a known schema
    public V fromBytes(byte[] bytes) {
        try {
            return decoder.decode(bytes);
        } catch (MissingSchemaException e) {
            throw new UnknownSchemaException("an event of a newer schema (" + bytes.length + " bytes)", e);
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("not a readable event (" + bytes.length + " bytes)", e);
        }
    }

    @Override
    public Serializer<V> serializer() {
        return new Serializer<>() {
            @Override
            public byte @Nullable [] serialize(String topic, @Nullable V event) {
                return event == null ? null : toBytes(event);
            }
        };
    }

    @Override
    public Deserializer<V> deserializer() {
        return new Deserializer<>() {
            @Override
            public @Nullable V deserialize(String topic, byte @Nullable [] bytes) {
                return bytes == null ? null : fromBytes(bytes);
            }
        };
    }
}
