package io.pleura.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NihFolderTest {

    private static final String HEADER = "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,"
            + "View Position,OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y],";

    private final Path folder;

    NihFolderTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        for (int i = 0; i < 6; i++) {
            Path file = folder.resolve("images_00%d/images/0000000%d_000.png".formatted(1 + i % 2, i));
            Pictures.write(file, 64, 64, i == 3 ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_BYTE_GRAY, i);
        }
        Files.write(
                folder.resolve("Data_Entry_2017.csv"),
                List.of(
                        HEADER,
                        "00000000_000.png,No Finding,0,7,57,M,PA,2682,2749,0.143,0.143",
                        "00000001_000.png,Effusion|Pneumothorax,1,7,58,M,PA,2894,2729,0.143,0.143,",
                        "00000002_000.png,Pneumothorax,0,8,58,M,PA,2894,2729,0.143,0.143",
                        "00000003_000.png,Pneumothorax,0,9,58,M,PA,2894,2729,0.143,0.143",
                        "00000004_000.png,,0,9,58,M,PA,2894,2729,0.143,0.143",
                        "00000009_000.png,Hernia,0,9,58,M,PA,2894,2729,0.143,0.143"));
        Files.write(
                folder.resolve("BBox_List_2017.csv"),
                List.of(
                        "Image Index,Finding Label,Bbox [x,y,w,h],,,",
                        "00000001_000.png,Effusion,1,1,9,9",
                        "00000001_000.png,Pneumothorax,256.0,128.5,127.5,64.25",
                        "00000001_000.png,Pneumothorax,512,0,64,64",
                        "00000002_000.png,Pneumothorax,0,0,64,64",
                        "00000003_000.png,Pneumothorax,1000,0,64,64"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"masks/00000002_000.png", "masks/images_001/00000002_000.png"})
    void takesMaskBeforeBoxesBeforeLabel(String mask) throws Exception {
        Pictures.writeMask(folder.resolve(mask), 64, 64, 8, 8, 16, 16);
        LoadedData loaded = load();
        assertThat(loaded.examples().summaries().stream().map(s -> "%s %s %s %s"
                        .formatted(s.origin().id(), s.origin().patient(), s.supervision(), s.positive())))
                .containsExactly(
                        "00000000_000.png 7 MASK false",
                        "00000001_000.png 7 BOXES true",
                        "00000002_000.png 8 MASK true",
                        "00000003_000.png 9 LABEL true");
        assertThat(loaded.unlabelled()).isEqualTo(1);

        Example boxes = loaded.examples().get(1);
        assertThat(boxes.lesionArea()).isEqualTo((128 * 65 + 64 * 64) / (1024.0 * 1024));
        // A node is 64 pixels wide; the first box is 128 wide from column 256 on and begins half a pixel down row 128.
        assertThat(boxes.coverage()[2 * 16 + 4]).isEqualTo(1f);
        assertThat(boxes.coverage()[3 * 16 + 5]).isEqualTo(1f / 64);
        assertThat(boxes.coverage()[8]).isEqualTo(1f);
        assertThat(loaded.examples().get(2).lesionArea()).isEqualTo(1.0 / 16);

        assertThat(loaded.reasons())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(BadRow.Reason.BAD_MASK, 1, BadRow.Reason.NOT_STATED, 1, BadRow.Reason.NO_IMAGE, 1));
        assertThat(loaded.badRows())
                .filteredOn(row -> row.reason() == BadRow.Reason.BAD_MASK)
                .singleElement()
                .hasToString(folder.resolve("BBox_List_2017.csv")
                        + " line 6: mask unusable: box leaves the 1024 x 1024 pixels of the image");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # labels,                    positive
            Pneumothorax,                true
            Effusion | Pneumothorax,     true
            PNEUMOTHORAX|Effusion,       true
            Effusion,                    false
            Hydropneumothorax|Effusion,
            no pneumothorax,
            """)
    void findsTheLabelHoweverItIsWrittenAndGuessesNothing(String labels, @Nullable Boolean positive)
            throws IOException {
        Files.write(
                folder.resolve("Data_Entry_2017.csv"),
                List.of("Image Index,Finding Labels,Patient ID", "00000004_000.png," + labels + ",9"));
        LoadedData loaded = load();
        if (positive == null) {
            assertThat(loaded.reasons()).containsEntry(BadRow.Reason.BAD_VALUE, 1);
        } else {
            assertThat(loaded.examples().summary(0).positive()).isEqualTo(positive);
        }
    }

    @Test
    void leavesOutAnImageWhoseMasksDiffer() throws IOException {
        Pictures.writeMask(folder.resolve("masks-of-one/00000002_000.png"), 64, 64, 8, 8, 16, 16);
        Pictures.writeMask(folder.resolve("masks-of-two/00000002_000.png"), 64, 64, 8, 8, 16, 17);
        assertThat(load().reasons()).containsEntry(BadRow.Reason.AMBIGUOUS, 1);
    }

    @Test
    void refusesAListOfBoxesThatItCannotRead() throws IOException {
        Path boxes = folder.resolve("BBox_List_2017.csv");
        Files.write(boxes, List.of("Image Index,Finding Label,x,y,w,h", "00000001_000.png,Pneumothorax,0,0,64,64"));
        assertThatThrownBy(this::load).hasMessageContaining(boxes + " line 1: there is no column Bbox [x;");
    }

    private LoadedData load() throws IOException {
        return new DataLoading(null, false)
                .load(DataSets.of("nih:" + folder, null), new Example.InputShape(32, 16), done -> {});
    }
}
