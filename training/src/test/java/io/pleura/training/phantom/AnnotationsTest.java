package io.pleura.training.phantom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is written on a picture is true of it.
class AnnotationsTest {

    private static final Grid GRID = new Grid(480, 480, 35.0 / 480);

    @ParameterizedTest
    @EnumSource(PhantomRecipe.View.class)
    void namesTheSideOnWhichAMarkerStands(PhantomRecipe.View view) {
        assertThat(words(true, view)).contains("L", "LT GV").doesNotContain("R", "RT GV");
        assertThat(words(false, view)).contains("R", "RT GV").doesNotContain("L", "LT GV");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            PA,     PA ERECT,           AP SUPINE PORTABLE
            AP,     AP ERECT PORTABLE,  PA SUPINE
            SUPINE, AP SUPINE PORTABLE, PA ERECT
            """)
    void writesWhatTheViewIs(PhantomRecipe.View view, String some, String none) {
        assertThat(words(true, view)).contains(some.split(" ")).doesNotContain(none.split(" "));
    }

    /// The patient's left is on the image's right.
    @Test
    void drawsAMarkerOnTheSideThatItNames() {
        int markers = 0;
        for (long seed = 0; seed < 200; seed++) {
            Annotations.Note note =
                    Annotations.Note.draw(GRID, PhantomRecipe.View.PA, new Draws(seed, Draws.Part.ANNOTATIONS));
            if (note.words().equals("L") || note.words().equals("R")) {
                assertThat(note.x() > GRID.width() / 2).isEqualTo(note.words().equals("L"));
                markers++;
            }
        }
        assertThat(markers).isGreaterThan(50);
    }

    private static List<String> words(boolean patientsLeft, PhantomRecipe.View view) {
        return IntStream.range(0, 10)
                .mapToObj(note -> Annotations.wording(note, patientsLeft, view))
                .toList();
    }
}
