package io.pleura.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.training.data.DataLoading;
import io.pleura.training.data.ExampleList;
import io.pleura.training.learning.Presets;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunImagesTest {

    private static final int EACH = 4;

    @Test
    void enlargesLesionsInTrainingAlone() throws IOException {
        RunImages usual = images("phantoms.largeLesions", "0");
        RunImages large = images("phantoms.largeLesions", "1");
        assertThat(large.validation().summaries()).isEqualTo(usual.validation().summaries());
        assertThat(large.test().summaries()).isEqualTo(usual.test().summaries());
        assertThat(changed(large, usual)).containsExactly(true, false, true, false);
    }

    @Test
    void letsTubesGiveNothingAwayInTestImages() throws IOException {
        RunImages usual = images("phantoms.drains", "INDEPENDENT");
        RunImages shortcut = images("phantoms.drains", "SHORTCUT");
        assertThat(shortcut.test().summaries()).isEqualTo(usual.test().summaries());
        assertThat(changed(shortcut, usual)).contains(true);
    }

    private static RunImages images(String setting, String value) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of("inputSize", "64", setting, value));
        for (String split : List.of("training", "validation", "test")) {
            settings.put("phantoms." + split, Integer.toString(EACH));
        }
        return new RunImages(
                Presets.load(Presets.DEFAULT, settings),
                new DataLoading(null, true),
                null,
                new PrintWriter(Writer.nullWriter()));
    }

    private static List<Boolean> changed(RunImages one, RunImages other) throws IOException {
        ExampleList ones = one.training().parts().getFirst().examples();
        ExampleList others = other.training().parts().getFirst().examples();
        return IntStream.range(0, EACH)
                .mapToObj(index -> ones.summaries().get(index).pixelHash()
                        != others.summaries().get(index).pixelHash())
                .toList();
    }
}
