package io.pleura.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `ARCHITECTURE.md` names only what exists, so that it cannot fall behind the code without being noticed.
class ArchitectureDocumentTest {

    @Test
    void everyNameInTheDocumentExists() throws IOException {
        String document = Files.readString(ProjectTree.root().resolve("ARCHITECTURE.md"));
        assertThat(DocumentNames.ofProject().missingFrom(document))
                .as("names in backticks that nothing bears; a type of a library's goes on the list in DocumentNames")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Topik",
                "RadiographMangler",
                "Topic.CATALOG",
                "EventSerde.off(Topic.SCORES)",
                "schemas/src/main/java/io/pleura/schemas/Topik.java",
                "schemas/nowhere/",
                "./plaura/x",
                "topiks.yaml",
                "io.pleura.nowhere",
            })
    void inventedNamesAreFound(String invented) throws IOException {
        assertThat(DocumentNames.ofProject().missingFrom("See `Topic` and `%s`.".formatted(invented)))
                .containsExactly(invented);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Topic",
                "Topic.CATALOGUE",
                "Topic.Writer",
                "EventSerde.of(Topic.SCORES)",
                "Writer",
                "RadiographReceived",
                "schemas/src/main/java/io/pleura/schemas/Topic.java",
                "k8s/base/",
                "topics.yaml",
                "io.pleura.schemas",
                "./pleura demo",
                "STAT",
                "radiographs.stat",
                "pleura.ingest.ae-title",
                "/q/health/live",
                "application/dicom",
                "*Topology",
                "@NullMarked",
            })
    void existingNamesAndWhatIsNoNameArePassedOver(String name) throws IOException {
        assertThat(DocumentNames.ofProject().missingFrom("See `%s`.".formatted(name)))
                .isEmpty();
    }

    @Test
    void fencedBlocksAreNotRead() throws IOException {
        assertThat(DocumentNames.ofProject().missingFrom("""
                ```
                `Topik`
                ```
                `Topik`
                """)).containsExactly("Topik");
    }
}
