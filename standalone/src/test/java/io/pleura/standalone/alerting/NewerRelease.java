package io.pleura.standalone.alerting;

import io.pleura.events.RadiographScored;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.SchemaStore;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificDatumWriter;

/// A release that came after this one: the same code, and a schema of scores more in its history. A process with its
/// [class path][#classPath] reads what it writes.
final class NewerRelease {

    private static final String RECORD = RadiographScored.class.getSimpleName();

    private final Path resources;
    private final Schema schema;

    /// @param resources a folder that this may write
    NewerRelease(Path resources) throws IOException {
        this.resources = resources;
        Schema now = RadiographScored.getClassSchema();
        List<Schema.Field> fields = now.getFields().stream()
                .map(field -> new Schema.Field(field, field.schema()))
                .collect(Collectors.toCollection(ArrayList::new));
        fields.add(new Schema.Field("cameLater", Schema.create(Schema.Type.INT), null, 0));
        schema = Schema.createRecord(now.getName(), now.getDoc(), now.getNamespace(), false, fields);
        int number = 1
                + (int) SchemaStore.released().versions().stream()
                        .filter(version -> version.record().equals(RECORD))
                        .count();
        Path history = Files.createDirectories(resources.resolve("history").resolve(RECORD));
        byte[] file = schema.toString().getBytes(StandardCharsets.UTF_8);
        Files.write(history.resolve(number + ".avsc"), file);
        Files.writeString(
                resources.resolve("history/index"),
                released()
                        + "%s %d %016x %s%n"
                                .formatted(
                                        RECORD,
                                        number,
                                        SchemaNormalization.parsingFingerprint64(schema),
                                        ContentHash.of(file)));
    }

    /// The index of this release.
    private static String released() throws IOException {
        try (InputStream index =
                Objects.requireNonNull(SchemaStore.class.getResourceAsStream("/history/index"), "released schemas")) {
            return new String(index.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Found first, its history is the one that counts.
    String classPath() {
        return resources + File.pathSeparator + System.getProperty("java.class.path");
    }

    /// A score as this release writes it.
    byte[] score(RadiographScored score) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new SpecificDatumWriter<>(RadiographScored.class).write(score, encoder);
        GenericRecord newer = new GenericDatumReader<GenericRecord>(RadiographScored.getClassSchema(), schema)
                .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
        ByteBuffer message = new BinaryMessageEncoder<GenericRecord>(new GenericData(), schema).encode(newer);
        byte[] encoded = new byte[message.remaining()];
        message.get(encoded);
        return encoded;
    }
}
