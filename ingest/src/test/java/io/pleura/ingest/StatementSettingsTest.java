package io.pleura.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.pleura.imaging.dicom.Selection;
import io.pleura.imaging.dicom.SpecificCharacterSet;
import io.pleura.imaging.dicom.Tag;
import io.pleura.imaging.dicom.Tags;
import io.pleura.ingest.ConformanceStatement.Row;
import io.pleura.ingest.check.ObjectHeader;
import io.pleura.schemas.ReasonCode;
import io.smallrye.config.WithDefault;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The conformance statement says what the service does: settings, reasons, attributes and character sets.
class StatementSettingsTest {

    /// Settings that change nothing that a DICOM or DICOMweb peer can see.
    private static final Set<String> INTERNAL = Set.of(
            "kafka-bootstrap-servers",
            "instance-id",
            "blob-folder",
            "work-folder",
            "watch-folder",
            "watch-interval",
            "watch-quiet",
            "kafka-timeout",
            "kafka-retry-pause",
            "publish-queue-capacity",
            "publish-max-batch",
            "publish-interval",
            "sweep-interval");

    /// Reasons that no sender hears, because they are found after success, by readers of blobs.
    private static final Set<ReasonCode> LATER =
            Set.of(ReasonCode.BLOB_MISSING, ReasonCode.BLOB_ALTERED, ReasonCode.ENDS_WORKER, ReasonCode.SCORING_FAILS);

    @Test
    void everySettingStandsThereWithItsDefault() {
        Map<String, String> stated =
                ConformanceStatement.table("4.4.2 Parameters", "setting", "default", "meaning").stream()
                        .collect(Collectors.toMap(
                                row -> row.get("setting").replaceAll("`|pleura\\.ingest\\.", ""),
                                row -> row.get("default")));
        Map<String, String> actual = new TreeMap<>(defaults("", IngestConfig.class));
        actual.keySet().removeAll(INTERNAL);

        assertThat(stated).isEqualTo(actual);
    }

    @Test
    void everyStatusStandsThereWithItsReason() {
        List<Row> stated = ConformanceStatement.table(
                "4.2.1.4.4 Storage: status codes and behaviour", "status", "reason", "meaning", "sender", "what to do");

        assertThat(stated)
                .extracting(
                        row -> row.hex("status"),
                        row -> row.get("reason"),
                        row -> row.get("meaning"),
                        row -> row.get("sender"),
                        row -> row.get("what to do"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ReasonCode.values())
                        .filter(reason -> !LATER.contains(reason))
                        .map(reason -> tuple(
                                reason.dicomStatus(), reason.name(), reason.meaning(), advice(reason), reason.remedy()))
                        .toList());
    }

    private static String advice(ReasonCode reason) {
        return switch (reason.kind()) {
            case BAD_INPUT -> "do not retry";
            case OVERLOADED, DEPENDENCY, BUG -> "retry later";
        };
    }

    @Test
    void everyCharacterSetStandsThere() {
        assertThat(ConformanceStatement.table("7 Support of character sets", "defined terms", "characters"))
                .flatExtracting(row -> List.of(row.get("defined terms").split(", ")))
                .containsExactlyInAnyOrderElementsOf(SpecificCharacterSet.definedTerms());
    }

    /// All that can be asked of a header.
    @Test
    void everyAttributeThatDecidesStandsThere() {
        Set<Tag> asked = new HashSet<>(ObjectHeader.SELECTION.tags());
        asked.remove(Tags.TRANSFER_SYNTAX_UID); // in the File Meta Information

        List<Row> stated = ConformanceStatement.table("4.2.1.5 Attributes used", "attribute", "tag", "used for");
        assertThat(stated)
                .extracting(row -> row.get("tag"))
                .containsExactlyInAnyOrderElementsOf(
                        asked.stream().map(Tag::toString).toList());
        Map<String, Tag> tags = tags();
        assertThat(stated).allSatisfy(row -> assertThat(row.get("tag"))
                .isEqualTo(String.valueOf(tags.get(keyword(row.get("attribute"))))));
    }

    @Test
    void theMemoryThatAttributesMayTakeStandsThere() {
        assertThat(ConformanceStatement.table("4.2.1.5 Attributes used", "what", "value"))
                .extracting(row -> row.number("value"))
                .containsExactly(Selection.Only.MAX_BYTES, Selection.OVERHEAD_BYTES);
    }

    @Test
    void theVersionIsTheProjects() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        String version = pom.substring(pom.indexOf("<version>") + "<version>".length(), pom.indexOf("</version>"));

        assertThat(Files.readString(Path.of("CONFORMANCE.md")))
                .contains("Product: Pleura, version " + version.replace("-SNAPSHOT", "") + ".");
    }

    private static String keyword(String attribute) {
        return attribute
                .replace("Patient's", "Patient")
                .toUpperCase(Locale.ROOT)
                .replace(' ', '_');
    }

    private static Map<String, Tag> tags() {
        return Arrays.stream(Tags.class.getFields())
                .filter(field -> field.getType() == Tag.class)
                .collect(Collectors.toMap(Field::getName, (Function<Field, Tag>) field -> {
                    try {
                        return (Tag) field.get(null);
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                }));
    }

    /// By name within the prefix; a dash where there is none.
    private static Map<String, String> defaults(String prefix, Class<?> settings) {
        Map<String, String> defaults = new HashMap<>();
        for (Method method : settings.getMethods()) {
            String name = prefix + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            WithDefault value = method.getAnnotation(WithDefault.class);
            if (method.getReturnType().getEnclosingClass() == IngestConfig.class
                    && method.getReturnType().isInterface()) {
                defaults.putAll(defaults(name + ".", method.getReturnType()));
            } else {
                defaults.put(name, value == null ? "-" : value.value());
            }
        }
        return defaults;
    }
}
