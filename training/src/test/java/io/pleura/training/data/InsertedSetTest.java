package io.pleura.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.training.phantom.PhantomStudies;
import io.pleura.training.phantom.PhantomStudy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InsertedSetTest {

    private static final Example.InputShape SHAPE = new Example.InputShape(64, 8);
    private static final int VARIANTS = 4;

    private final Path folder;

    InsertedSetTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void drawsIntoEveryOtherVariantAndKeepsThePatient() throws Exception {
        chest("a.dcm", 9);
        chest("b.dcm", 14);
        table("a.dcm,ann,0", "b.dcm,bob,0");
        LoadedData loaded = load();
        assertThat(loaded.badRows()).isEmpty();
        assertThat(loaded.examples()).hasSize(2 * VARIANTS);
        assertThat(loaded.examples()).extracting(Example::positive).startsWith(true, false, true, false);
        assertThat(loaded.examples())
                .extracting(example -> example.origin().patient())
                .containsExactly("ann", "ann", "ann", "ann", "bob", "bob", "bob", "bob");
        assertThat(loaded.examples())
                .extracting(example -> example.origin().id())
                .doesNotHaveDuplicates();
        assertThat(loaded.examples())
                .allMatch(example -> example.positive() == example.lesionArea() > 0)
                .allMatch(example -> example.supervision() == Example.Supervision.MASK);
    }

    @Test
    void leavesOutWhatHasAPneumothoraxOrNoLungs() throws Exception {
        chest("sick.dcm", 9);
        Pictures.write(folder.resolve("noise.png"), 100, 100, BufferedImage.TYPE_BYTE_GRAY, 1);
        table("sick.dcm,ann,1", "noise.png,bob,0");
        LoadedData loaded = load();
        assertThat(loaded.examples()).isEmpty();
        assertThat(loaded.badRows()).hasSize(2 * VARIANTS);
        assertThat(loaded.badRows())
                .extracting(BadRow::detail)
                .contains("shows a pneumothorax of its own, none can be drawn in")
                .anyMatch(detail -> detail.startsWith("no lungs found"));
    }

    @Test
    void drawsIntoTheNegativesOfAFolderWithBothKinds() throws Exception {
        chest("sick.dcm", 9);
        chest("well.dcm", 14);
        table("sick.dcm,ann,1", "well.dcm,bob,0");
        DataSet set = DataSets.drawnInto("folder:" + folder);
        assertThat(set.list().items()).hasSize(20);
        assertThat(set.list().badRows()).isEmpty();
        assertThat(set.list().items().getFirst().picture().origin().patient()).isEqualTo("bob");
        assertThatThrownBy(() -> DataSets.drawnInto("siim:" + folder)).hasMessageContaining("folder:DIR alone");
    }

    @Test
    void isAnotherSetForAnotherSeedOrNumber() throws Exception {
        chest("a.dcm", 9);
        table("a.dcm,ann,0");
        LabelledFolder radiographs = new LabelledFolder(folder);
        assertThat(List.of(
                        new InsertedSet(radiographs, 4, 1).list().identity(),
                        new InsertedSet(radiographs, 6, 1).list().identity(),
                        new InsertedSet(radiographs, 4, 2).list().identity()))
                .doesNotHaveDuplicates();
        assertThatThrownBy(() -> new InsertedSet(radiographs, 3, 1)).hasMessageContaining("even");
    }

    @Test
    void isNamedOnTheCommandLine() {
        assertThat(DataSets.of("inserted:" + folder).name()).isEqualTo("inserted:" + folder);
    }

    private LoadedData load() throws IOException {
        return new DataLoading(null, false)
                .load(new InsertedSet(new LabelledFolder(folder), VARIANTS, 1), SHAPE, done -> {});
    }

    private void chest(String name, long seed) throws IOException {
        PhantomStudy study = PhantomStudies.make(seed, false);
        Files.write(folder.resolve(name), study.bytes());
    }

    private void table(String... rows) throws IOException {
        Files.writeString(
                folder.resolve("labels.csv"), "image,patient,pneumothorax\n" + String.join("\n", rows) + "\n");
    }
}
