package io.pleura.schemas;

import io.pleura.events.RadiographScored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BadHeaderException;
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
///
/// Whatever a message claims of its own lengths, reading it takes no more memory than its bytes can fill. Hence the
/// header is read here: Avro's own `BinaryMessageDecoder` reads from a stream whose end it does not know, and allocates
/// the two gigabytes that a record of a hundred bytes claims for a string, again after each start of its reader.
public final class EventSerde<V extends SpecificRecord> implements Serde<V> {

    // Avro makes instances of no class that it was not told to trust; of ours, the generated events are enough.
    static {
        String events = RadiographScored.class.getPackageName();
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), type -> type.getPackageName()
                        .equals(events)));
    }

    /// Of the single-object encoding, version 1.
    private static final short MARKER = (short) 0xC301;

    private static final int HEADER_BYTES = Short.BYTES + Long.BYTES;

    private final SpecificData model;
    private final Schema schema;
    private final BinaryMessageEncoder<V> encoder;

    /// By the fingerprint of the writer's schema.
    private final Map<Long, DatumReader<V>> readers = new ConcurrentHashMap<>();

    private EventSerde(Class<V> type) {
        model = SpecificData.getForClass(type);
        schema = model.getSchema(type);
        encoder = new BinaryMessageEncoder<>(model, schema);
        readers.put(SchemaNormalization.parsingFingerprint64(schema), reader(schema));
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
            DatumReader<V> reader = readers.computeIfAbsent(fingerprint(bytes), this::releasedReader);
            return reader.read(
                    null, DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null));
        } catch (MissingSchemaException e) {
            throw new UnknownSchemaException("an event of a newer schema (" + bytes.length + " bytes)", e);
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("not a readable event (" + bytes.length + " bytes)", e);
        }
    }

    private static long fingerprint(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || ByteBuffer.wrap(bytes).getShort() != MARKER) {
            throw new BadHeaderException("no single-object encoding");
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(Short.BYTES);
    }

    private DatumReader<V> releasedReader(long fingerprint) {
        Schema writer = SchemaStore.released().findByFingerprint(fingerprint);
        if (writer == null) {
            throw new MissingSchemaException("no schema of fingerprint " + Long.toHexString(fingerprint));
        }
        return reader(writer);
    }

    @SuppressWarnings("unchecked") // of the model, which does not know the type that it reads
    private DatumReader<V> reader(Schema writer) {
        return model.createDatumReader(writer, schema);
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
