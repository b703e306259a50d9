package io.pleura.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pleura.training.SharedData;
import io.pleura.training.phantom.PhantomStudies;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelledFolderTest {

    private static final Example.InputShape SHAPE = new Example.InputShape(32, 4);

    private final Path folder;

    LabelledFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsAllOfTheMaskedImages() throws Exception {
        LoadedData loaded = load(SharedData.path("masked"));
        assertThat(loaded.badRows()).isEmpty();
        assertThat(loaded.examples()).hasSize(72);
        assertThat(loaded.examples().positives()).isEqualTo(45);
        assertThat(loaded.examples().summaries())
                .extracting(ExampleList.Summary::supervision)
                .containsOnly(Example.Supervision.MASK);
    }

    @Test
    void leavesOutImagesWhoseLabelIsNotStated() throws Exception {
        LoadedData loaded = load(SharedData.path("labelled"));
        assertThat(loaded.reasons()).containsExactly(Map.entry(BadRow.Reason.NOT_STATED, 49));
        assertThat(loaded.examples()).hasSize(835);
        assertThat(loaded.examples().positives()).isEqualTo(39);
        assertThat(loaded.examples().summaries())
                .filteredOn(ExampleList.Summary::positive)
                .extracting(ExampleList.Summary::supervision)
                .containsOnly(Example.Supervision.LABEL);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            png, 10
            png, 11
            png,  1
            png,  2
            jpg, 10
            jpg,  5
            """)
    void readsGrayAndColouredPicturesAlike(String format, int type) throws Exception {
        BufferedImage kind = new BufferedImage(1, 1, type);
        Pictures.write(folder.resolve("a." + format), 40, 30, kind.getType(), 1);
        Pictures.write(folder.resolve("gray.png"), 40, 30, BufferedImage.TYPE_BYTE_GRAY, 1);
        table("image,pneumothorax", "a." + format + ",0", "gray.png,0");
        List<DataSet.Item> items = new LabelledFolder(folder).list().items();
        float[] values = items.get(0).picture().frame().values();
        float[] gray = items.get(1).picture().frame().values();
        double difference = 0;
        for (int k = 0; k < values.length; k++) {
            difference += Math.abs(values[k] - gray[k]) / values.length;
        }
        assertThat(difference).isLessThan(format.equals("jpg") ? 0.1 : 0.005);
    }

    @Test
    void takesWhatTheTableSays() throws Exception {
        Pictures.write(folder.resolve("a.png"), 40, 30, BufferedImage.TYPE_BYTE_GRAY, 1);
        Pictures.write(folder.resolve("b, c.png"), 40, 30, BufferedImage.TYPE_BYTE_GRAY, 2);
        Pictures.writeMask(folder.resolve("a.mask.png"), 40, 30, 2, 3, 10, 6);
        table(
                "id,patient,image,mask,pneumothorax,finding",
                "first,p1,a.png,a.mask.png,1,apical",
                "second,p1,\"b, c.png\",,1,",
                "third,,a.png,,0,");
        ExampleList examples = load(folder).examples();
        assertThat(examples.summaries().stream().map(s -> "%s %s %s %s"
                        .formatted(s.origin().id(), s.origin().patient(), s.supervision(), s.finding())))
                .containsExactly("first p1 MASK apical", "second p1 LABEL labelled", "third third MASK none");
        assertThat(examples.get(0).lesionArea()).isEqualTo(60.0 / 1200, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # row,                      reason,        detail
            'a.png,,',                  NOT_STATED,    column pneumothorax is empty
            'a.png,,maybe',             BAD_VALUE,     pneumothorax is 'maybe', must be 1, 0 or empty
            'no.png,,0',                NO_IMAGE,      no.png
            '../../etc/passwd,,0',      NO_IMAGE,      ../../etc/passwd
            ',,0',                      NO_IMAGE,      there is no file ''
            'a.png,no.png,1',           NO_IMAGE,      no.png
            'text.png,,0',              UNREADABLE,    no picture that Java can read
            'cut.png,,0',               UNREADABLE,    ''
            'not.dcm,,0',               UNREADABLE,    ''
            'a.png,square.png,1',       BAD_MASK,      mask of 20 x 20 on an image of 40 x 30
            'a.png,blurred.jpg,1',      BAD_MASK,      masks are PNG
            'a.png,inverted.png,1',     BAD_MASK,      the mask covers 75 % of the image
            'a.png,black.png,1',        CONTRADICTION, an empty mask
            'a.png,white.png,0',        CONTRADICTION, a mask that is not empty
            'good.png,,0',              DUPLICATE,     good.png
            'a.png,,0,1',               COLUMNS,       4 instead of 3
            'a.png,0',                  COLUMNS,       2 instead of 3
            """)
    void listsBadRowsAndGoesOn(String row, BadRow.Reason reason, String detail) throws Exception {
        for (String name : List.of("a.png", "good.png", "cut.png")) {
            Pictures.write(folder.resolve(name), 40, 30, BufferedImage.TYPE_BYTE_GRAY, name.hashCode());
        }
        byte[] whole = Files.readAllBytes(folder.resolve("cut.png"));
        Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
        Files.writeString(folder.resolve("text.png"), "no picture");
        Files.writeString(folder.resolve("not.dcm"), "no DICOM");
        Pictures.writeMask(folder.resolve("square.png"), 20, 20, 0, 0, 5, 5);
        Pictures.writeMask(folder.resolve("blurred.jpg"), 40, 30, 1, 1, 3, 3);
        Pictures.writeMask(folder.resolve("inverted.png"), 40, 30, 0, 0, 30, 30);
        Pictures.writeMask(folder.resolve("black.png"), 40, 30, 0, 0, 0, 0);
        Pictures.writeMask(folder.resolve("white.png"), 40, 30, 1, 1, 3, 3);
        table("image,mask,pneumothorax", "good.png,,0", row);
        LoadedData loaded = load(folder);
        assertThat(loaded.badRows()).hasSize(1);
        BadRow bad = loaded.badRows().getFirst();
        assertThat(bad.reason()).isEqualTo(reason);
        assertThat(bad.file()).isEqualTo(folder.resolve("labels.csv"));
        assertThat(bad.line()).isEqualTo(3);
        assertThat(bad.detail()).contains(detail);
        assertThat(loaded.examples()).hasSize(1);
        assertThatThrownBy(() -> new DataLoading(null, true).load(new LabelledFolder(folder), SHAPE, done -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage(bad.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            image,mask         | there is no column pneumothorax; the columns, which commas divide, are 'image', 'mask'
            pneumothorax,mask  | there is no column image; the columns
            image;pneumothorax | there is no column image; the columns, which commas divide, are 'image;pneumothorax'
            ""                 | there is no column image; the columns, which commas divide, are ''
            """)
    void refusesTablesWithoutTheirColumns(String header, String reason) throws IOException {
        table(header);
        assertThatThrownBy(() -> new LabelledFolder(folder).list())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("labels.csv line 1: " + reason);
    }

    @Test
    void refusesATableWithoutALine() throws IOException {
        Files.createFile(folder.resolve("labels.csv"));
        assertThatThrownBy(() -> new LabelledFolder(folder).list()).hasMessageContaining("the file is empty");
    }

    @Test
    void saysThatATableIsInUtf16() throws IOException {
        Files.writeString(folder.resolve("labels.csv"), "image,pneumothorax\n", StandardCharsets.UTF_16);
        assertThatThrownBy(() -> new LabelledFolder(folder).list()).hasMessageContaining("save it as CSV in UTF-8");
    }

    @Test
    void readsDicomFilesWhateverTheirNames() throws IOException {
        Files.write(folder.resolve("IM000001"), PhantomStudies.make(2, false).bytes());
        table("image,pneumothorax", "IM000001,0");
        assertThat(load(folder).examples()).hasSize(1);
    }

    private static LoadedData load(Path folder) throws IOException {
        return new DataLoading(null, false).load(new LabelledFolder(folder), SHAPE, done -> {});
    }

    private void table(String... lines) throws IOException {
        Files.write(folder.resolve("labels.csv"), List.of(lines));
    }
}
