package io.pleura.inference.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.imaging.frame.Facing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SideTest {

    /// One row of eight cells over a square image; `#` is a cell above the threshold.
    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource(quoteCharacter = '"', textBlock = """
            ........, USUAL,       UNDETERMINED
            ##......, USUAL,       RIGHT
            ......##, USUAL,       LEFT
            ##......, MIRRORED,    LEFT
            ......##, MIRRORED,    RIGHT
            ##......, NOT_STATED,  RIGHT
            ##......, NOT_FRONTAL, UNDETERMINED
            ##....##, USUAL,       BILATERAL
            ####...#, USUAL,       BILATERAL
            #####..., USUAL,       BILATERAL
            ...##..., USUAL,       BILATERAL
            ....#..., USUAL,       LEFT
            """)
    void tellsTheSide(String cells, Facing facing, Side side) {
        ModelDescription.Grid grid = new ModelDescription.Grid(1, 8, 1);
        MapPlacement square = new MapPlacement(80, 80, 32, 0.4, 0, 0);

        assertThat(Side.of(logits(cells), grid, 0, square, facing)).isEqualTo(side);
    }

    /// An upright image, half as wide as high, fills the middle four of eight columns.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(quoteCharacter = '"', textBlock = """
            ..##...., RIGHT
            ....##.., LEFT
            ..####.., BILATERAL
            """)
    void weighsAboutTheMidlineOfTheImageNotOfTheInput(String cells, Side side) {
        ModelDescription.Grid grid = new ModelDescription.Grid(1, 8, 1);
        MapPlacement upright = new MapPlacement(80, 40, 32, 0.4, 8, 0);

        assertThat(Side.of(logits(cells), grid, 0, upright, Facing.USUAL)).isEqualTo(side);
    }

    private static float[] logits(String cells) {
        float[] logits = new float[cells.length()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = cells.charAt(i) == '#' ? 1 : -1;
        }
        return logits;
    }
}
