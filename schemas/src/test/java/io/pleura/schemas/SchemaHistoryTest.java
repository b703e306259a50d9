package io.pleura.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pleura.events.StudyState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Guards the history of the events: what was written once can be read for ever, in both directions.
class SchemaHistoryTest {

    private static final Path HISTORY = Path.of("src/main/resources/history");

    static Stream<Class<? extends SpecificRecord>> records() {
        return Stream.concat(Topic.CATALOGUE.stream().map(Topic::value), Stream.of(StudyState.class))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("records")
    void currentSchemaIsTheLastReleasedOne(Class<? extends SpecificRecord> type) throws Exception {
        Schema current = SpecificData.get().getSchema(type);
        List<SchemaStore.Version> released = released(type);
        long fingerprint = SchemaNormalization.parsingFingerprint64(current);
        if (released.isEmpty() || released.getLast().fingerprint() != fingerprint) {
            int next = released.size() + 1;
            Path proposal = Path.of("target/history", type.getSimpleName(), next + ".avsc");
            Files.createDirectories(proposal.getParent());
            Files.writeString(proposal, current.toString(true) + "\n");
            assertThat(released)
                    .as(
                            "%s has no released version of its current form: copy %s to %s and add to history/index the line: %s %d %s %s",
                            type.getSimpleName(),
                            proposal,
                            HISTORY,
                            type.getSimpleName(),
                            next,
                            Long.toHexString(fingerprint),
                            ContentHash.of(Files.readAllBytes(proposal)))
                    .extracting(SchemaStore.Version::fingerprint)
                    .endsWith(fingerprint);
        }
        assertThat(meaning(current))
                .as(
                        "%s has other logical types or defaults than version %d, by which its events would still go: "
                                + "restore them in events.avdl, and give what means something else a name of its own",
                        type.getSimpleName(), released.size())
                .isEqualTo(meaning(released.getLast().schema()));
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyVersionReadsEveryOther(Class<? extends SpecificRecord> type) {
        List<Schema> all = new ArrayList<>(
                released(type).stream().map(SchemaStore.Version::schema).toList());
        all.add(SpecificData.get().getSchema(type));
        for (Schema reader : all) {
            for (Schema writer : all) {
                assertThat(SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                                .getType())
                        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
            }
        }
    }

    @Test
    void indexListsExactlyTheFilesThatExist() throws Exception {
        try (Stream<Path> files = Files.walk(HISTORY)) {
            List<String> found = files.filter(file -> file.toString().endsWith(".avsc"))
                    .map(file -> HISTORY.relativize(file).toString())
                    .toList();
            assertThat(SchemaStore.released().versions())
                    .extracting(version -> version.record() + "/" + version.number() + ".avsc")
                    .containsExactlyInAnyOrderElementsOf(found);
        }
    }

    @Test
    void anIncompatibleChangeIsFound() {
        Schema before = new Schema.Parser().parse("""
                {"type":"record","name":"E","fields":[{"name":"a","type":"string"}]}""");
        Schema after = new Schema.Parser().parse("""
                {"type":"record","name":"E","fields":[{"name":"a","type":"string"},{"name":"b","type":"long"}]}""");
        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(after, before)
                        .getType())
                .isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
    }

    /// Neither changes the fingerprint, nor whether versions can read each other; what is read would be another time,
    /// or another number.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AlertAction 1     | "timestamp-millis"   | "timestamp-micros"
            RadiographScored 2| "default" : 0.0      | "default" : 0.5
            AlertAction 1     | "default" : "UNKNOWN"| "default" : "COMMENT"
            """)
    void anotherLogicalTypeOrDefaultIsFound(String version, String good, String bad) {
        String line = SchemaStore.lines(SchemaStore::bytes)
                .filter(candidate -> candidate.startsWith(version + " "))
                .findFirst()
                .orElseThrow();
        SchemaStore.Version released = SchemaStore.version(line, SchemaStore::bytes);
        String file = new String(SchemaStore.bytes(version.replace(' ', '/') + ".avsc"), StandardCharsets.UTF_8);
        byte[] altered = file.replace(good, bad).getBytes(StandardCharsets.UTF_8);
        Schema other = new Schema.Parser().parse(new String(altered, StandardCharsets.UTF_8));

        assertThat(SchemaNormalization.parsingFingerprint64(other)).isEqualTo(released.fingerprint());
        assertThat(meaning(other)).isNotEqualTo(meaning(released.schema()));
        assertThatThrownBy(() -> SchemaStore.version(line, name -> altered))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was changed");
    }

    /// Everything that a schema says, but for comments.
    private static JsonNode meaning(Schema schema) {
        try {
            JsonNode json = new ObjectMapper().readTree(schema.toString());
            json.findParents("doc").forEach(parent -> ((ObjectNode) parent).remove("doc"));
            return json;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<SchemaStore.Version> released(Class<?> type) {
        return SchemaStore.released().versions().stream()
                .filter(version -> version.record().equals(type.getSimpleName()))
                .toList();
    }
}
