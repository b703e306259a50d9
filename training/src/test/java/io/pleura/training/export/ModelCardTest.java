package io.pleura.training.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.evaluation.ForeignMeasurement;
import io.pleura.training.evaluation.Scored;
import io.pleura.training.learning.RunFolder;
import io.pleura.training.learning.TrainingSettings;
import io.pleura.training.network.Backbone;
import io.pleura.training.network.ClaSegNetDesign;
import io.pleura.training.network.Head;
import io.pleura.training.network.Shapes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a card says of a run follows from its settings and images.
class ModelCardTest {

    private static final ClaSegNetDesign DESIGN = new ClaSegNetDesign(Head.CLASEGNET, Backbone.RESIDUAL, 8, 2, false);
    private static final String SIIM = "data=[{source: 'siim:DIR', share: null}]";

    private final Path folder;

    ModelCardTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void saysOfARunOnPhantomsThatItIsOne() throws Exception {
        assertThat(card())
                .contains("Pleura pipeline with synthetic images. Not fit for patients.")
                .contains("Every image that this model was trained, tuned and tested on was made by this project's")
                .contains("2400 training, 400 validation and 1000 test phantoms, half of each with pneumothorax")
                .contains("It has learnt from phantoms alone. On radiographs of patients it must be taken");
    }

    @Test
    void saysNothingOfPhantomsWhereThereAreNone() throws Exception {
        assertThat(card(SIIM))
                .contains("Research on images like those that it was trained on. Not fit for patients.")
                .contains("trained, tuned and tested on images of `siim:DIR`", "tested on 12 images and tuned on 30")
                .contains(
                        "calibrated on, 33 % (10 of 30) show a pneumothorax, of those that it was tested on, 50 % (6 of 12)")
                .contains("It has learnt from the images named under Data. On others it must be taken")
                .doesNotContain("training phantoms", "synthetic", "Half of the images");
    }

    @Test
    void tellsOfImagesThatTheWeightsHadSeenBefore() throws Exception {
        Path first = run("first", SIIM, "schedule.epochs=3");
        assertThat(card("from=" + first, "pretrainedOn=['siim:DIR']"))
                .contains(
                        "on images of this project's phantom generator alone; before it",
                        "2400 training, 400 validation")
                .contains("had seen, in this order: images of `siim:DIR` (run seed 1, 3 epochs).")
                .doesNotContain("Every image");
        Path second = run("second", "from=" + first, "pretrainedOn=['siim:DIR']", "phantoms.training=40");
        assertThat(card("from=" + second, "pretrainedOn=['siim:DIR', phantoms]", SIIM))
                .contains("images of `siim:DIR` (run seed 1, 3 epochs); 40 training phantoms (run seed 1, 14 epochs).")
                .doesNotContain("half of each");
        Path fold = run("fold", "pretrainedOn=['folder:DIR']");
        assertThat(card("from=" + fold, "pretrainedOn=['folder:DIR', phantoms]"))
                .contains("in this order: images of `folder:DIR` and 2400 training phantoms (run seed 1, 14 epochs).");
        assertThat(card("from=" + folder.resolve("gone"), "pretrainedOn=['folder:DIR']"))
                .contains("of which nothing else is known here than that they had seen `folder:DIR`.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            augmentation=MILD        | mirrored, shifted, changed in contrast and noise, the mask moved
            augmentation=STRONG      | mirrored, turned, enlarged or reduced, shifted, changed in grey curve
            augmentation=TEXTURED    | sharpness and noise, noise of one grain before it, the mask moved
            bending=0.04             | shifted, changed in contrast and noise, bent, the mask moved
            schedule.averaging=0.995 | (AUC + Dice), of the live weights or their running mean (decay 0.995 a step), batches
            schedule.averaging=0     | 14 epochs by validation (AUC + Dice), batches
            schedule.patience=3      | Best of at most 14 epochs
            schedule.warmUp=0        | learning rate 0.005 with cosine
            """)
    void saysHowItWasTrained(String setting, String sentence) throws Exception {
        assertThat(card(setting)).contains(sentence);
    }

    /// Four images of each patient, all alike, prove as little as one.
    @Test
    void drawsTheForeignImagesOfAPatientTogether() throws Exception {
        String once = interval(1);
        assertThat(once).matches("AUC 0\\.\\d{3} \\(95 % bootstrap interval by patient 0\\.\\d{3} to 0\\.\\d{3}\\)");
        assertThat(interval(4)).isEqualTo(once);
    }

    private String interval(int images) throws Exception {
        Random random = new Random(1);
        List<Scored> scored = new ArrayList<>();
        for (int patient = 0; patient < 40; patient++) {
            float score = (float) random.nextGaussian() + patient % 2;
            for (int image = 0; image < images; image++) {
                Example known = Shapes.example(patient, settings().shape());
                Example.Origin origin = new Example.Origin(patient + " " + image, "patient " + patient);
                Example example = new Example(
                        origin,
                        known.size(),
                        known.pixels(),
                        known.coverage(),
                        known.supervision(),
                        known.positive(),
                        known.lesionArea(),
                        known.finding(),
                        known.traits());
                scored.add(new Scored(example, new float[known.coverage().length], -score));
            }
        }
        String card = card(new ForeignMeasurement("From elsewhere.", new Evaluation(scored)));
        int from = card.indexOf("AUC", card.indexOf("On images that are not phantoms"));
        return card.substring(from, card.indexOf(")", from) + 1);
    }

    private Path run(String name, String... sets) throws Exception {
        RunFolder run = new RunFolder(folder.resolve(name));
        run.write(settings(sets));
        return run.folder();
    }

    /// As one line. Of thirty validation images ten are positive, of twelve test images six.
    private String card(String... sets) throws Exception {
        return card(null, sets);
    }

    private String card(@Nullable ForeignMeasurement foreign, String... sets) throws Exception {
        TrainingSettings settings = settings(sets);
        Example.InputShape shape = settings.shape();
        List<Example> validation = IntStream.range(0, 60)
                .filter(seed -> seed % 2 == 1 && seed < 40 || seed % 2 == 0 && seed >= 40)
                .mapToObj(seed -> Shapes.example(seed, shape))
                .toList();
        ModelFolder model = new ModelFolder(folder.resolve("model"));
        new ModelExport(settings, LearntNets.of(DESIGN))
                .write(model, validation, Shapes.examples(100, 12, shape), Map.of(), foreign);
        return Files.readString(model.card()).replaceAll("\\s+", " ");
    }

    private static TrainingSettings settings(String... sets) {
        Stream<String> design =
                Stream.of("design.width=8", "inputSize=" + LearntNets.INPUT_SIZE, "schedule.learningRate=0.005");
        return Shapes.settings(Stream.concat(design, Arrays.stream(sets)).toArray(String[]::new));
    }
}
