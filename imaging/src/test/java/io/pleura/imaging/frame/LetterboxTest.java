package io.pleura.imaging.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where an image lies in the model's input, and back.
class LetterboxTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # rows, columns, input, scale, offsetX, offsetY
                    1024,   1024,    256,   0.25,  0,       0
                    2000,   1000,    500,   0.25,  125,     0
                    1000,   2000,    500,   0.25,  0,       125
                    100,    50,      200,   2,     50,      0
                    """)
    void centresTheImageAtItsOwnAspect(int rows, int columns, int input, double scale, double offsetX, double offsetY) {
        assertThat(Letterbox.fit(rows, columns, input))
                .isEqualTo(new Letterbox(input, rows, columns, scale, offsetX, offsetY));
    }

    @Test
    void mapsBackToWhereItCameFrom() {
        Letterbox letterbox = Letterbox.fit(2421, 1296, 512);

        assertThat(letterbox.row(letterbox.y(1000.25))).isCloseTo(1000.25, within(1e-9));
        assertThat(letterbox.column(letterbox.x(7.5))).isCloseTo(7.5, within(1e-9));
    }

    @Test
    void saysWhatAMapCellCovers() {
        Letterbox letterbox = Letterbox.fit(1000, 2000, 500);

        assertThat(letterbox.cell(4, 0, 10, 10)).isEqualTo(new Letterbox.Area(300, 0, 500, 200));
        assertThat(letterbox.cell(0, 9, 10, 10)).isEqualTo(new Letterbox.Area(-500, 1800, -300, 2000));
    }
}
