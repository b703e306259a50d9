package io.pleura.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/// Every schema version ever released, found by fingerprint; so that an audit topic of any age can be read with this
/// jar alone.
///
/// The versions are resources, `history/<record>/<version>.avsc`, listed in `history/index`: one line each with name,
/// version and CRC-64-AVRO fingerprint. Files are only ever added.
public final class SchemaStore implements org.apache.avro.message.SchemaStore {

    private static final SchemaStore RELEASED = load();

    private final List<Version> versions;
    private final Map<Long, Schema> byFingerprint = new HashMap<>();

    /// @param number counts from 1 for each record
    /// @param fingerprint CRC-64-AVRO of the parsing canonical form, as in the 10-byte header of a message
    public record Version(String record, int number, long fingerprint, Schema schema) {}

    private SchemaStore(List<Version> versions) {
        this.versions = versions;
        versions.forEach(version -> byFingerprint.put(version.fingerprint(), version.schema()));
    }

    public static SchemaStore released() {
        return RELEASED;
    }

    public List<Version> versions() {
        return versions;
    }

    @Override
    public @Nullable Schema findByFingerprint(long fingerprint) {
        return byFingerprint.get(fingerprint);
    }

    private static SchemaStore load() {
        return new SchemaStore(text("index")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(SchemaStore::version)
                .toList());
    }

    private static Version version(String line) {
        List<String> columns = List.of(line.trim().split("\\s+"));
        String record = columns.get(0);
        int number = Integer.parseInt(columns.get(1));
        long fingerprint = Long.parseUnsignedLong(columns.get(2), 16);
        Schema schema = new Schema.Parser().parse(text(record + "/" + number + ".avsc"));
        if (SchemaNormalization.parsingFingerprint64(schema) != fingerprint) {
            throw new IllegalStateException("released schema " + record + " version " + number
                    + " was changed: restore the file and add a new version instead");
        }
        return new Version(record, number, fingerprint, schema);
    }

    private static String text(String name) {
        try (InputStream in = SchemaStore.class.getResourceAsStream("/history/" + name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource history/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
