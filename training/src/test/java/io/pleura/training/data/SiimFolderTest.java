package io.pleura.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.training.SharedData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiimFolderTest {

    private static final String IMAGE_301 = "1.2.276.0.7230010.3.1.4.8323329.301.1517875162.280319";

    private final Path folder;

    SiimFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            train-rle.csv,     RELATIVE
            stage_2_train.csv, RELATIVE
            my-masks.csv,      ABSOLUTE
            """)
    void findsImagesAndEncodingByItself(String table, RunLengthEncoding encoding) throws Exception {
        Map<String, RunLengthMask> masks = TinySiim.write(folder, 4, table, encoding);
        Files.writeString(folder.resolve("stage_2_sample_submission.csv"), "ImageId,EncodedPixels\nx,1 2\n");
        DataSet.Listing listing = DataSets.of("siim:" + folder, null).list();
        assertThat(listing.badRows()).isEmpty();
        assertThat(listing.items()).hasSize(4);
        for (DataSet.Item item : listing.items()) {
            LabelledPicture picture = item.picture();
            assertThat(picture.lesion()).isEqualTo(masks.get(picture.origin().id()));
            assertThat(picture.positive()).isEqualTo(!picture.lesion().isEmpty());
            assertThat(picture.frame().rows()).isEqualTo(1024);
        }
    }

    @Test
    void decodesTheChallengesOwnMask() throws Exception {
        Path image = SharedData.path("masked/full/siim-301.dcm");
        Path table = SharedData.path("labels-only/siim-train-rle.csv.gz");
        Files.copy(table, folder.resolve("train-rle.csv.gz"));
        Files.createDirectories(folder.resolve("a/b"));
        String id = Files.readAllLines(SharedData.path("masked/labels.csv")).stream()
                .filter(line -> line.startsWith("siim-301,"))
                .map(line -> line.split(",")[4])
                .findFirst()
                .orElse(IMAGE_301);
        Files.copy(image, folder.resolve("a/b/" + id + ".dcm"));
        DataSet.Listing listing = new SiimFolder(folder, null).list();
        assertThat(listing.items()).hasSize(1);
        LabelledPicture picture = listing.items().getFirst().picture();
        assertThat(picture.lesion()).isEqualTo(PictureFiles.mask(SharedData.path("masked/full/siim-301.mask.png")));
        assertThat(picture.positive()).isTrue();
        assertThat(listing.badRows()).hasSizeGreaterThan(12_000).allSatisfy(row -> assertThat(row.reason())
                .isEqualTo(BadRow.Reason.NO_IMAGE));
    }

    @Test
    void takesPngFilesOfAnySizeButNeverAMaskForAnImage() throws Exception {
        LabelledPicture picture = pictureBesideMask("train/a.png", "masks/a.png");
        assertThat(picture.frame().values())
                .isEqualTo(
                        PictureFiles.read(folder.resolve("train/a.png")).frame().values());
        Example example = Example.of(picture, new Example.InputShape(64, 4));
        assertThat(example.lesionArea()).isEqualTo(2 * 512.0 / (1024 * 1024));
        // Two columns of 1024, the upper half of each: 2 of the 256 columns that a node is wide.
        assertThat(example.coverage()[0]).isEqualTo(2f / 256);
        assertThat(example.coverage()[8]).isZero();
    }

    /// The image that is listed where a radiograph and its mask are PNG files of 256 pixels with one name.
    private LabelledPicture pictureBesideMask(String image, String mask) throws Exception {
        Pictures.write(folder.resolve(image), 256, 256, BufferedImage.TYPE_BYTE_GRAY, 1);
        Pictures.writeMask(folder.resolve(mask), 256, 256, 0, 0, 9, 9);
        Files.write(folder.resolve("train-rle.csv"), List.of("ImageId, EncodedPixels", "a, 0 512 512 512"));
        return new SiimFolder(folder, RunLengthEncoding.RELATIVE)
                .list()
                .items()
                .getFirst()
                .picture();
    }

    /// `masks/train` is no deeper than `pngs/train` and comes first by name.
    @Test
    void takesNoMaskForAnImageHoweverDeepItLies() throws Exception {
        LabelledPicture picture = pictureBesideMask("pngs/train/a.png", "masks/train/a.png");
        assertThat(picture.frame().values())
                .isEqualTo(PictureFiles.read(folder.resolve("pngs/train/a.png"))
                        .frame()
                        .values());
    }

    @Test
    void takesCopiesForOneImageAndChoosesNotBetweenOthersOfOneName() throws Exception {
        Pictures.write(folder.resolve("train/a.png"), 64, 64, BufferedImage.TYPE_BYTE_GRAY, 1);
        Pictures.write(folder.resolve("copies/train/a.png"), 64, 64, BufferedImage.TYPE_BYTE_GRAY, 1);
        Pictures.write(folder.resolve("train/b.png"), 64, 64, BufferedImage.TYPE_BYTE_GRAY, 2);
        Pictures.write(folder.resolve("other/train/b.png"), 64, 64, BufferedImage.TYPE_BYTE_GRAY, 3);
        Files.write(folder.resolve("train-rle.csv"), List.of("ImageId,EncodedPixels", "a,-1", "b,-1"));
        LoadedData loaded = new DataLoading(null, false)
                .load(new SiimFolder(folder, null), new Example.InputShape(32, 4), done -> {});
        assertThat(loaded.examples().summaries())
                .extracting(image -> image.origin().id())
                .containsExactly("a");
        assertThat(loaded.badRows())
                .singleElement()
                .hasToString("%s line 3: several image files of one name: %s and %s are not the same"
                        .formatted(
                                folder.resolve("train-rle.csv"),
                                folder.resolve("train/b.png"),
                                folder.resolve("other/train/b.png")));
    }

    @Test
    void takesImagesThatLieInAFolderItselfWhateverItsName() throws Exception {
        Path masked = folder.resolve("siim-masked");
        Pictures.write(masked.resolve("a.png"), 256, 256, BufferedImage.TYPE_BYTE_GRAY, 1);
        Pictures.writeMask(masked.resolve("masks/b.png"), 256, 256, 0, 0, 9, 9);
        Files.write(masked.resolve("train-rle.csv"), List.of("ImageId, EncodedPixels", "a,-1", "b,-1"));
        DataSet.Listing listing = new SiimFolder(masked, null).list();
        assertThat(listing.items()).hasSize(1);
        assertThat(listing.badRows()).extracting(BadRow::detail).containsExactly("b");
    }

    @Test
    void readsATableWhoseNameIsInCapitals() throws Exception {
        TinySiim.write(folder, 4, "TRAIN-RLE.CSV", RunLengthEncoding.RELATIVE);
        assertThat(new SiimFolder(folder, null).list().items()).hasSize(4);
    }

    @Test
    void namesALinkThatLeadsBack() throws Exception {
        TinySiim.write(folder, 4, "train-rle.csv", RunLengthEncoding.RELATIVE);
        Path link = Files.createSymbolicLink(folder.resolve("all"), folder);
        assertThatThrownBy(() -> new SiimFolder(folder, null).list())
                .hasMessage(link + " is a link back to a folder that it lies in: take it away");
    }

    @Test
    void saysWhereTheTableIsMissing() throws IOException {
        Pictures.write(folder.resolve("a.png"), 8, 8, BufferedImage.TYPE_BYTE_GRAY, 1);
        assertThatThrownBy(() -> new SiimFolder(folder, null).list())
                .hasMessage(folder + ": there is no table with the columns ImageId, EncodedPixels");
        assertThatThrownBy(() -> new SiimFolder(folder.resolve("b"), null).list())
                .hasMessage("there is no folder " + folder.resolve("b"));
        assertThatThrownBy(() -> new LabelledFolder(folder).list())
                .hasMessage("there is no table " + folder.resolve("labels.csv"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # first list,     second list,  reason
            5 2,              6 1,          '0 lists can only be relative and 0 only absolute'
            100 2 5 1,        1000000 2 1000100 2, '1 lists can only be relative and 1 only absolute'
            """)
    void asksWhereTheListsDoNotTellTheirEncoding(String first, String second, String reason) throws IOException {
        Files.write(folder.resolve("masks.csv"), List.of("ImageId,EncodedPixels", "a," + first, "b," + second));
        assertThatThrownBy(() -> new SiimFolder(folder, null).list())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("--runs relative, absolute");
        assertThat(new SiimFolder(folder, RunLengthEncoding.ABSOLUTE).list().badRows())
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            RELATIVE, ABSOLUTE, '8 lists can only be relative and 0 only absolute'
            RELATIVE, ABSOLUTE_FROM_ZERO, '8 lists can only be relative and 0 only absolute'
            ABSOLUTE, RELATIVE, '0 lists can only be relative and 8 only absolute'
            """)
    void refusesToReadListsAsWhatTheyCannotBe(RunLengthEncoding meant, RunLengthEncoding said, String reason)
            throws IOException {
        TinySiim.write(folder, 8, "train-rle.csv", meant);
        assertThatThrownBy(() -> new SiimFolder(folder, said).list())
                .isInstanceOf(IOException.class)
                .hasMessage("%s: --runs %s was said, but %s; leave --runs out"
                        .formatted(folder.resolve("train-rle.csv"), said.name().toLowerCase(Locale.ROOT), reason));
        assertThat(new SiimFolder(folder, meant).list().items()).hasSize(8);
    }

    /// A slip of one, among others that leave it open.
    @Test
    void obeysWhatIsSaidOfListsWhereMostLeaveItOpen() throws IOException {
        Files.write(folder.resolve("masks.csv"), List.of("ImageId,EncodedPixels", "a,5 2", "b,6 1", "c,100 50 120 50"));
        assertThat(new SiimFolder(folder, RunLengthEncoding.ABSOLUTE).list().badRows())
                .extracting(BadRow::reason)
                .containsOnly(BadRow.Reason.NO_IMAGE);
    }

    /// The odd list fits its own encoding alone: runs out of order, or gaps and lengths that leave the image.
    @ParameterizedTest
    @CsvSource(textBlock = """
            # encoding, a list of the others, the odd list
            ABSOLUTE,           600000 9 700000 9,  100 50 120 50
            ABSOLUTE_FROM_ZERO, 0 9 600000 9 700000 9,  100 50 120 50
            RELATIVE,           100 50 20 50,       600000 9 700000 9
            """)
    void listsTheOneRowThatContradictsTheOthers(RunLengthEncoding encoding, String list, String odd) throws Exception {
        List<String> rows = new ArrayList<>(List.of("ImageId,EncodedPixels"));
        for (int i = 0; i < 10; i++) {
            Pictures.write(folder.resolve(i + ".png"), 64, 64, BufferedImage.TYPE_BYTE_GRAY, i);
            rows.add(i + "," + list);
        }
        Pictures.write(folder.resolve("odd.png"), 64, 64, BufferedImage.TYPE_BYTE_GRAY, 10);
        rows.add("odd," + odd);
        Files.write(folder.resolve("masks.csv"), rows);
        DataSet.Listing listing = new SiimFolder(folder, null).list();
        assertThat(listing.items()).hasSize(10);
        assertThat(listing.items().getFirst().picture().lesion()).isEqualTo(encoding.decode(list, 1024, 1024));
        assertThat(listing.badRows()).hasSize(1);
        BadRow bad = listing.badRows().getFirst();
        assertThat(bad.reason()).isEqualTo(BadRow.Reason.BAD_MASK);
        assertThat(bad.detail())
                .isEqualTo("line 12 cannot be meant as the other lists are, which are "
                        + encoding.name().toLowerCase(Locale.ROOT));

        rows.remove(1);
        Files.write(folder.resolve("masks.csv"), rows);
        assertThatThrownBy(() -> new SiimFolder(folder, null).list()).hasMessageContaining("say which they are");
    }

    @Test
    void takesAnImageThatIsTwiceSaidToHaveNoMaskForANegative() throws Exception {
        Pictures.write(folder.resolve("a.png"), 64, 64, BufferedImage.TYPE_BYTE_GRAY, 1);
        Files.write(folder.resolve("train-rle.csv"), List.of("ImageId,EncodedPixels", "a,-1", "a, -1"));
        DataSet.Listing listing = new SiimFolder(folder, null).list();
        assertThat(listing.badRows()).isEmpty();
        assertThat(listing.items()).hasSize(1);
        assertThat(listing.items().getFirst().picture().positive()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # row appended,        reason,        detail
            'nowhere,-1',          NO_IMAGE,      nowhere
            'ID,5',                CONTRADICTION, 'says -1'
            'x,5 2 900',           BAD_MASK,      line 4: the list has 3 numbers
            'x,1048570 9',         BAD_MASK,      line 4: run 1 of the list leaves the 1024 x 1024
            'x,',                  NOT_STATED,    line 4 has no list
            'x',                   COLUMNS,       1 instead of 2
            """)
    void listsBadRowsAndGoesOn(String row, BadRow.Reason reason, String detail) throws Exception {
        Map<String, RunLengthMask> masks = TinySiim.write(folder, 2, "train-rle.csv", RunLengthEncoding.RELATIVE);
        String negative = masks.entrySet().stream()
                .filter(image -> image.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        Path table = folder.resolve("train-rle.csv");
        List<String> rows = Files.readAllLines(table);
        int line = row.startsWith("ID") ? rows.size() : rows.size() + 1;
        rows.add(row.replace("ID", negative));
        Files.write(table, rows);
        DataLoading going = new DataLoading(null, false);
        LoadedData loaded = going.load(new SiimFolder(folder, null), new Example.InputShape(32, 4), done -> {});
        assertThat(loaded.reasons()).containsExactly(Map.entry(reason, 1));
        BadRow bad = loaded.badRows().getFirst();
        assertThat(bad.line()).isEqualTo(line);
        assertThat(bad.detail().replaceFirst("line \\d+", "line 4")).contains(detail);
        assertThat(loaded.examples()).hasSize(reason == BadRow.Reason.CONTRADICTION ? 1 : 2);
        assertThatThrownBy(() -> new DataLoading(null, true)
                        .load(new SiimFolder(folder, null), new Example.InputShape(32, 4), done -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage(bad.toString());
    }
}
