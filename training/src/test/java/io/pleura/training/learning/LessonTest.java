package io.pleura.training.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.training.data.Example;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LessonTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            # known, positive, coverage,          ignore band, targets, weights, eligible, taught as positive
            MASK,     true,     0.9 0.3 0.1 0,     true,        1100,    1101,    1111,     true
            MASK,     true,     0.9 0.3 0.1 0,     false,       1100,    1111,    1111,     true
            MASK,     true,     0.1 0.02 0 0,      true,        1000,    1111,    1111,     true
            MASK,     true,     0 0 0 0,           true,        0000,    1111,    1111,     false
            MASK,     false,    0 0 0 0,           true,        0000,    1111,    1111,     false
            LABEL,    true,     0 0 0 0,           true,        0000,    0000,    1111,     true
            LABEL,    false,    0 0 0 0,           true,        0000,    1111,    1111,     false
            BOXES,    true,     1 0.01 0 0,        true,        0000,    0011,    1100,     true
            BOXES,    true,     0 0 0 0,           true,        0000,    0000,    1111,     true
            BOXES,    false,    0 0 0 0,           true,        0000,    1111,    1111,     false
            """)
    void followsFromWhatIsKnown(
            Example.Supervision known,
            boolean positive,
            String coverage,
            boolean ignoreBand,
            String targets,
            String weights,
            String eligible,
            boolean taught) {
        String[] parts = coverage.split(" ");
        float[] values = new float[parts.length];
        for (int node = 0; node < parts.length; node++) {
            values[node] = Float.parseFloat(parts[node]);
        }
        Lesson lesson = Lesson.of(known, positive, values, ignoreBand);
        assertThat(bits(lesson.targets())).as("targets").isEqualTo(targets);
        assertThat(bits(lesson.weights())).as("weights").isEqualTo(weights);
        assertThat(IntStream.range(0, values.length)
                        .mapToObj(node -> lesson.eligible()[node] ? "1" : "0")
                        .collect(Collectors.joining()))
                .as("eligible")
                .isEqualTo(eligible);
        assertThat(lesson.positive()).isEqualTo(taught);
    }

    private static String bits(float[] values) {
        return IntStream.range(0, values.length)
                .mapToObj(node -> Integer.toString((int) values[node]))
                .collect(Collectors.joining());
    }
}
