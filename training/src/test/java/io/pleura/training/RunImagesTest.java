package io.pleura.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.training.data.DataLoading;
import io.pleura.training.data.DataSplit;
import io.pleura.training.data.Example;
import io.pleura.training.data.ExampleList;
import io.pleura.training.data.RunLengthEncoding;
import io.pleura.training.data.TinySiim;
import io.pleura.training.learning.Presets;
import io.pleura.training.learning.TrainingSettings;
import io.pleura.training.network.Shapes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /// Phantoms are many and easy: together with them a few patients' images would choose nothing and count for little.
    @Test
    void letsPatientsImagesDecideAlone(@TempDir Path folder) throws IOException {
        Set<String> siim = TinySiim.write(folder, 20, "train-rle.csv", RunLengthEncoding.RELATIVE)
                .keySet();
        RunImages mixed =
                images("data", "[{source: phantoms, share: 0.5}, {source: 'siim:%s', share: 0.5}]".formatted(folder));
        assertThat(ids(mixed.validation())).hasSize(2).isSubsetOf(siim);
        assertThat(ids(mixed.test())).hasSize(2).isSubsetOf(siim);
        assertThat(mixed.training().parts()).hasSize(2);
        assertThat(mixed.apart()).containsOnlyKeys("phantoms");
        assertThat(mixed.apart().get("phantoms"))
                .extracting(example -> example.origin().id())
                .containsExactlyElementsOf(ids(images("seed", "1").test()));
        assertThat(images("seed", "1").apart()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            phantoms                            | phantoms         | ''
            siim:A                              | siim:A           | ''
            phantoms nih:B siim:A               | nih:B siim:A     | phantoms
            phantoms inserted:C                 | inserted:C       | phantoms
            inserted:C folder:D phantoms        | folder:D         | inserted:C phantoms
            """)
    void takesTheDataSetsNearestToPatients(String data, String deciding, String apart) {
        TrainingSettings settings = Shapes.settings(Arrays.stream(data.split(" "))
                .map("{source: '%s', share: null}"::formatted)
                .collect(Collectors.joining(", ", "data=[", "]")));
        assertThat(String.join(" ", settings.deciding())).isEqualTo(deciding);
        assertThat(String.join(" ", settings.apart())).isEqualTo(apart);
    }

    /// One run was trained on drawn-in pneumothoraces beside, which decide nothing.
    @Test
    void namesTestImagesAlikeWhateverElseARunWasTrainedOn() throws IOException {
        DataSplit split = DataSplit.of(ExampleList.of(Shapes.examples(0, 40, new Example.InputShape(64, 8))), 1);
        TrainingSettings alone = Shapes.settings("data=[{source: 'siim:A', share: null}]");
        TrainingSettings beside =
                Shapes.settings("data=[{source: 'siim:A', share: null}, {source: 'inserted:B', share: null}]");
        RunImages one = divided(alone, Map.of("siim:A", split));
        RunImages two = divided(beside, Map.of("siim:A", split, "inserted:B", split));
        assertThat(two.test().summaries()).isEqualTo(one.test().summaries());
        assertThat(two.test("inserted:B").summaries()).isEqualTo(one.test().summaries());
        assertThat(ids(two.validation())).allMatch(id -> id.startsWith("siim:A/"));
    }

    private static RunImages divided(TrainingSettings settings, Map<String, DataSplit> splits) {
        return new RunImages(
                settings, new DataLoading(null, false), null, new PrintWriter(Writer.nullWriter()), splits);
    }

    /// A seed gives both the same UID and another picture, so that models must not be paired on them.
    @Test
    void namesTestPhantomsByTheirChests() throws IOException {
        RunImages plain = images("phantoms.chests", "PLAIN");
        RunImages varied = images("phantoms.chests", "VARIED");
        for (int i = 0; i < EACH; i++) {
            ExampleList.Summary one = plain.test().summary(i);
            ExampleList.Summary other = varied.test().summary(i);
            assertThat(other.origin().id()).isEqualTo("VARIED/" + one.origin().id());
            assertThat(other.pixelHash()).isNotEqualTo(one.pixelHash());
            assertThat(varied.testPhantoms(EACH).summary(i)).isEqualTo(other);
        }
        assertThat(ids(varied.validation())).isEqualTo(ids(plain.validation()));
    }

    private static List<String> ids(ExampleList images) {
        return images.summaries().stream().map(summary -> summary.origin().id()).toList();
    }

    /// The second folder holds the images of the first and as many more.
    @Test
    void testsNobodyInOneDataSetWhomItTrainsOnInAnotherAndTellsTheirImagesApart(@TempDir Path folder)
            throws IOException {
        TinySiim.write(folder.resolve("a"), 20, "train-rle.csv", RunLengthEncoding.RELATIVE);
        TinySiim.write(folder.resolve("b"), 40, "train-rle.csv", RunLengthEncoding.RELATIVE);
        String data = "[{source: 'siim:%1$s/a', share: null}, {source: 'siim:%1$s/b', share: null}]".formatted(folder);
        RunImages images = images("data", data);
        Set<String> trained = images.training().parts().stream()
                .flatMap(part -> patients(part.examples()))
                .collect(Collectors.toSet());
        Set<String> validated = patients(images.validation()).collect(Collectors.toSet());
        assertThat(trained).hasSizeGreaterThan(20);
        assertThat(validated).isNotEmpty().doesNotContainAnyElementsOf(trained);
        assertThat(patients(images.test()))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(trained)
                .doesNotContainAnyElementsOf(validated);
        assertThat(images.test().summaries())
                .extracting(summary -> summary.origin().id())
                .doesNotHaveDuplicates()
                .allMatch(id -> id.startsWith("siim:" + folder));
        assertThat(images.test().getFirst().origin())
                .isEqualTo(images.test().summary(0).origin());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''        | no image can be used; its table names none
            'a.png,0' | no image can be used; all rows were left out, the first is
            """)
    void saysThatADataSetHasNoImages(String row, String reason, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("labels.csv"), "image,pneumothorax\n" + row + "\n");
        RunImages images = images("data", "[{source: 'folder:%s', share: null}]".formatted(folder));
        assertThatThrownBy(images::validation)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("folder:" + folder + ": " + reason);
    }

    private static Stream<String> patients(ExampleList images) {
        return images.summaries().stream().map(summary -> summary.origin().patient());
    }

    private static RunImages images(String setting, String value) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of("inputSize", "64", setting, value));
        for (String split : List.of("training", "validation", "test")) {
            settings.put("phantoms." + split, Integer.toString(EACH));
        }
        return new RunImages(
                Presets.load(Presets.DEFAULT, settings),
                new DataLoading(null, false),
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
