package io.pleura.training.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.frame.Letterbox;
import io.pleura.imaging.frame.Radiograph;
import io.pleura.imaging.frame.Radiographs;
import io.pleura.training.data.Example;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhantomStudiesTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 42, 1_000_003})
    void makesTheSameBitsFromTheSameSeed(long seed) {
        assertThat(PhantomStudies.make(seed).bytes())
                .isEqualTo(PhantomStudies.make(seed).bytes());
    }

    @Test
    void makesNeighbouringSeedsDiffer() {
        assertThat(PhantomStudies.make(1).phantom().recipe().rows() * 10_000
                        + PhantomStudies.make(1).columns())
                .isNotEqualTo(PhantomStudies.make(2).rows() * 10_000
                        + PhantomStudies.make(2).columns());
        assertThat(PhantomStudies.make(1).studyInstanceUid())
                .isNotEqualTo(PhantomStudies.make(2).studyInstanceUid());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void isReadBackByImagingAsItWasDrawn(long seed) throws DicomException {
        PhantomStudy study = PhantomStudies.make(seed);
        Radiograph radiograph = Radiographs.decode(study.bytes());
        assertThat(radiograph.file().dataSet().string(Tags.SOP_CLASS_UID))
                .contains(SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION);
        assertThat(radiograph.file().dataSet().string(Tags.BODY_PART_EXAMINED)).contains("CHEST");
        float[] drawn = study.phantom().pixels();
        float[] read = radiograph.frame().values();
        assertThat(read).hasSameSizeAs(drawn);
        for (int k = 0; k < read.length; k += 97) { // inverted or not, to the precision of 12 bits
            assertThat(read[k]).isCloseTo(drawn[k], within(1f / 2000));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Finding.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void showsALesionLargeEnoughOnTheStatedSide(Finding finding) {
        PhantomRecipe drawn = PhantomRecipe.draw(77, true);
        for (PhantomRecipe.Side side : new PhantomRecipe.Side[] {PhantomRecipe.Side.RIGHT, PhantomRecipe.Side.LEFT}) {
            PhantomRecipe recipe = new PhantomRecipe(
                    77,
                    finding,
                    side,
                    0.01,
                    0.3,
                    drawn.view(),
                    false,
                    drawn.rows(),
                    drawn.columns(),
                    drawn.spacing(),
                    PhantomRecipe.Drains.INDEPENDENT,
                    PhantomRecipe.Chests.PLAIN);
            Phantom phantom = Phantom.of(recipe);
            assertThat(phantom.maskPixels())
                    .isBetween((int) (0.008 * phantom.mask().length), (int) (0.013 * phantom.mask().length));
            int imageLeft = 0;
            for (int k = 0; k < phantom.mask().length; k++) {
                imageLeft += phantom.mask()[k] && k % phantom.columns() < phantom.columns() / 2 ? 1 : 0;
            }
            // The patient's right is on the image's left.
            assertThat(imageLeft).isEqualTo(side == PhantomRecipe.Side.RIGHT ? phantom.maskPixels() : 0);
        }
    }

    /// Air is dark: where the mask lies on the input, the phantom with the lesion is darker than its twin without.
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void alignsTheMaskWithThePreprocessing(long seed) {
        Example.InputShape shape = new Example.InputShape(256, 32);
        PhantomStudy study = PhantomStudies.make(seed, true);
        Example with = Example.of(study, shape);
        Example without = Example.of(PhantomStudies.make(seed, false), shape);
        Letterbox letterbox = Letterbox.fit(study.rows(), study.columns(), 256);
        double inside = 0;
        double outside = 0;
        int insideCount = 0;
        int outsideCount = 0;
        for (int k = 0; k < 256 * 256; k++) {
            int row = (int) Math.floor(letterbox.row(k / 256 + 0.5));
            int column = (int) Math.floor(letterbox.column(k % 256 + 0.5));
            if (row < 0 || row >= study.rows() || column < 0 || column >= study.columns()) {
                continue;
            }
            double difference = with.display(k) - without.display(k);
            if (study.mask()[row * study.columns() + column]) {
                inside += difference;
                insideCount++;
            } else {
                outside += difference;
                outsideCount++;
            }
        }
        assertThat(inside / insideCount).isLessThan(outside / outsideCount - 0.01);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void poolsTheMaskToTheCellsOfTheLetterbox(long seed) {
        PhantomStudy study = PhantomStudies.make(seed, true);
        Example example = Example.of(study, new Example.InputShape(256, 32));
        Letterbox letterbox = Letterbox.fit(study.rows(), study.columns(), 256);
        float[] counted = new float[32 * 32];
        double cell = Math.max(study.rows(), study.columns()) / 32.0;
        for (int k = 0; k < study.mask().length; k++) {
            if (study.mask()[k]) {
                int i = (int) (letterbox.y(k / study.columns() + 0.5) / 8);
                int j = (int) (letterbox.x(k % study.columns() + 0.5) / 8);
                counted[i * 32 + j] += (float) (1 / (cell * cell));
            }
        }
        for (int node = 0; node < counted.length; node++) { // counting whole pixels errs by the cell's border
            assertThat(example.coverage()[node]).isCloseTo(counted[node], within(0.15f));
        }
    }
}
