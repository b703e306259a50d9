package io.pleura.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/// Every schema version ever released, found by fingerprint; so that an audit topic of any age can be read with this
/// jar alone.
///
/// The versions are resources, `history/<record>/<version>.avsc`, listed in `history/index`: one line each with name,
/// version, CRC-64-AVRO fingerprint and SHA-256 of the file. Files are only ever added, and stay as they are: the
/// fingerprint leaves out what a number means (logical types) and what stands for a field that is absent (defaults).
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
        return new SchemaStore(lines(SchemaStore::bytes)
                .map(line -> version(line, SchemaStore::bytes))
                .toList());
    }

    /// Of the index, one for each version.
    static Stream<String> lines(Function<String, byte[]> files) {
        return text(files.apply("index")).lines().filter(line -> !line.isBlank() && !line.startsWith("#"));
    }

    /// @param files what stands under a name in the history
    static Version version(String line, Function<String, byte[]> files) {
        List<String> columns = List.of(line.trim().split("\\s+"));
        if (columns.size() != 4) {
            throw new IllegalStateException(
                    "a line of history/index is not of record, version, fingerprint, SHA-256: " + line);
        }
        String record = columns.get(0);
        int number = Integer.parseInt(columns.get(1));
        long fingerprint = Long.parseUnsignedLong(columns.get(2), 16);
        byte[] file = files.apply(record + "/" + number + ".avsc");
        if (!ContentHash.of(file).value().equals(columns.get(3))) {
            throw changed(record, number);
        }
        Schema schema = new Schema.Parser().parse(text(file));
        if (SchemaNormalization.parsingFingerprint64(schema) != fingerprint) {
            throw changed(record, number);
        }
        return new Version(record, number, fingerprint, schema);
    }

    private static IllegalStateException changed(String record, int number) {
        return new IllegalStateException("released schema " + record + " version " + number
                + " was changed: restore the file and add a new version instead");
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.UTF_8);
    }

    static byte[] bytes(String name) {
        try (InputStream in = SchemaStore.class.getResourceAsStream("/history/" + name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource history/" + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
