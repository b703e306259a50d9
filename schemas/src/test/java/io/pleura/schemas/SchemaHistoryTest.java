package io.pleura.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.events.StudyState;
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
                            "%s has no released version of its current form: copy %s to %s and add to history/index the line: %s %d %s",
                            type.getSimpleName(),
                            proposal,
                            HISTORY,
                            type.getSimpleName(),
                            next,
                            Long.toHexString(fingerprint))
                    .extracting(SchemaStore.Version::fingerprint)
                    .endsWith(fingerprint);
        }
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

    private static List<SchemaStore.Version> released(Class<?> type) {
        return SchemaStore.released().versions().stream()
                .filter(version -> version.record().equals(type.getSimpleName()))
                .toList();
    }
}
