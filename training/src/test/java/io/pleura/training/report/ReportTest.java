package io.pleura.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Bootstrap;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.evaluation.Figure;
import io.pleura.training.evaluation.Outcome;
import io.pleura.training.evaluation.Outcomes;
import io.pleura.training.evaluation.Scored;
import io.pleura.training.evaluation.Toys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {

    private static final Bootstrap BOOTSTRAP = new Bootstrap(100, 1);

    @TempDir
    private Path folder = Path.of("set by JUnit");

    @Test
    void saysFirstWhatTheModelIsThenHowLittleTheImagesProve() {
        String text = report(2).document().markdown();
        assertThat(text.indexOf("Trained on synthetic phantoms. Not a medical device."))
                .isBetween(0, 50);
        assertThat(text)
                .contains("40 images, 20 with pneumothorax. So few prove little")
                .contains("| ClaSegNet, mean of 2 | test, n = 40 |")
                .contains("| ClaSegNet, the abstract | test, n = 182 | 0.923 | 0.953 | 0.890 | 0.979 | 0.5 |")
                .contains("| baseline 1 | test, n = 40 |")
                .contains("Classification (baseline): Pooled over the seeds, each on a test set of its own");
    }

    /// What one training brings beside another: a pair for every seed, and both seeds in one test.
    @Test
    void comparesWithAClaSegNetToo() {
        List<ModelResult> models = List.of(
                model("better 1", ModelResult.Role.CLASEGNET, 1, 16, 1),
                model("better 2", ModelResult.Role.CLASEGNET, 2, 16, 1),
                model("control 1", ModelResult.Role.CONTROL, 1, 16, 1),
                model("control 2", ModelResult.Role.CONTROL, 2, 16, 1));
        assertThat(Document.markdown(Comparison.withBaselines(models, BOOTSTRAP)))
                .contains("| better 1 | control 1 |", "| better 2 | control 2 |")
                .doesNotContain("| better 1 | control 2 |")
                .contains("ClaSegNet (baseline): Pooled over the seeds, all on the same images");
    }

    /// The baseline's map is one logit: its Dice is a dash, never a zero.
    @Test
    void showsNoDiceWhereThereIsNoMap() {
        String text = report(1).document().markdown();
        assertThat(text.lines().filter(line -> line.startsWith("| baseline 1 | test")))
                .singleElement()
                .asString()
                .endsWith("| – |");
        assertThat(text.lines().filter(line -> line.startsWith("| ClaSegNet 1 | test")))
                .singleElement()
                .asString()
                .doesNotContain("–");
    }

    @Test
    void writesMarkdownBesideItsPicturesAndOnePageThatHoldsThem() throws Exception {
        report(1).document().write(folder);
        String page = Files.readString(folder.resolve("report.html"));
        assertThat(page).contains("data:image/png;base64,").doesNotContain("src=\"map-");
        assertThat(folder.resolve("map-best-1.png")).isNotEmptyFile();
        for (String line : Files.readAllLines(folder.resolve("report.md"))) {
            if (line.startsWith("![")) {
                assertThat(folder.resolve(line.substring(line.indexOf("](") + 2, line.length() - 1)))
                        .exists();
            }
        }
    }

    @Test
    void listsEveryTestImageOfEveryModel() {
        List<String> lines = report(1).table().lines().toList();
        assertThat(lines).hasSize(1 + 2 * 40);
        assertThat(lines.get(1))
                .startsWith("ClaSegNet 1,set 1 image 0,set 1 image 0,0,")
                .endsWith(",0.0,none,,,0.0");
    }

    @Test
    void escapesMarkup() {
        Document document = new Document(
                "a < b",
                List.of(new Block.Paragraph("x & y"), new Block.Table(List.of("c|d"), List.of(List.of("<e>")))));
        assertThat(document.html()).contains("a &lt; b", "x &amp; y", "&lt;e&gt;");
        assertThat(document.markdown()).contains("c\\|d");
    }

    /// In either fold the best cut is another one: that of the first fold's scores is 5, that of the second's 0.
    @Test
    void takesTheThresholdOfAFoldFromTheOthers() throws Exception {
        Outcomes judged = predictions("""
                id,score,label,fold
                a,10,1,1
                b,0.5,0,1
                c,1,1,2
                d,-1,0,2
                """).judged();
        assertThat(judged.images()).extracting(Outcome::called).containsExactly(true, true, false, false);
        assertThat(Figure.AUC.of(judged)).isEqualTo(1);
    }

    @Test
    void readsTheDiceOfAFoldWhereItIsGiven() throws Exception {
        Predictions table = predictions("""
                id,patient,score,label,fold,dice,pixel_dice,area,finding
                a,p,1,1,1,0.5,0.4,0.02,apical
                b,q,0,0,1,,,,
                c,r,1,1,2,0.7,0.6,0.005,apical
                d,s,0,0,2,,,,
                """);
        assertThat(Figure.DICE_NODES.of(table.judged())).isCloseTo(0.6, within(1e-12));
        assertThat(Figure.DICE_PIXELS.of(table.judged())).isCloseTo(0.5, within(1e-12));
        assertThat(table.judged().images()).extracting(Outcome::called).containsExactly(true, false, true, false);
        assertThat(Figure.KAGGLE_NODES.of(table.judged())).isCloseTo((0.5 + 0.7 + 1 + 1) / 4, within(1e-12));
        assertThat(Document.markdown(table.byFold()))
                .contains("| 1 | 2 | 1 |", "| 2 | 2 | 1 |")
                .doesNotContain("Mean of the folds' AUCs"); // of one positive no variance is known
    }

    /// Each fold ranks well; the scores of the second are far above those of the first, which spoils the pooled AUC.
    @Test
    void averagesTheAucOfFoldsWhoseScoresCannotBeCompared() throws Exception {
        Predictions table = predictions("""
                id,score,label,fold
                a,4,1,1
                b,2,1,1
                c,3,0,1
                d,1,0,1
                e,14,1,2
                f,12,1,2
                g,13,0,2
                h,11,0,2
                """);
        assertThat(Figure.AUC.of(table.judged())).isCloseTo(0.625, within(1e-12));
        assertThat(Document.markdown(table.byFold())).contains("Mean of the folds' AUCs: 0.750 (");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            # row;          message
            a,1,2,1,;       line 2: needs an id and a label of 0 or 1, has 'a' and '2'
            a,much,1,1,;    line 2: 'much' in column score is no number
            a,,1,1,;        line 2: the score of a is no number
            a,1,1,1,57;     line 2: column dice must be 0..1, is 57.0
            """)
    void namesTheLineThatCannotBeUsed(String row, String message) {
        assertThatThrownBy(() -> predictions("id,score,label,fold,dice\n" + row + "\n"))
                .hasMessageContaining(message);
    }

    @Test
    void refusesPredictionsWithoutFolds() throws Exception {
        assertThatThrownBy(() -> predictions("id,score,label\na,1,1\n")).hasMessageContaining("no column fold");
        Predictions one = predictions("id,score,label,fold\na,1,1,1\nb,0,0,1\n");
        assertThatThrownBy(one::judged).hasMessageContaining("two folds or more");
    }

    @Test
    void poolsOnlyWhatCanBePooled() {
        ModelResult one = model("one", ModelResult.Role.CLASEGNET, 1, 16, 1);
        ModelResult other = model("other", ModelResult.Role.BASELINE, 1, 1, 1);
        ModelResult elsewhere = model("elsewhere", ModelResult.Role.CLASEGNET, 2, 16, 2);
        ModelResult elsewhereToo = model("elsewhere too", ModelResult.Role.BASELINE, 2, 1, 2);
        Comparison.Pair here = new Comparison.Pair(one, other);
        assertThat(Comparison.pooled(List.of(here, here))).contains("all on the same images");
        assertThat(Comparison.pooled(List.of(here, new Comparison.Pair(elsewhere, elsewhereToo))))
                .contains("each on a test set of its own");
        Outcomes part =
                one.test().outcomes().where(image -> !image.origin().id().endsWith("7"));
        ModelResult.Judged some = new ModelResult.Judged(part, null);
        ModelResult partly = new ModelResult("partly", ModelResult.Role.CLASEGNET, 1, null, some);
        assertThat(Comparison.pooled(List.of(here, new Comparison.Pair(partly, partly))))
                .contains("cannot be pooled");
    }

    @Test
    void averagesLogitsNodeByNode() {
        Evaluation some = evaluation(1, 16, 3);
        Evaluation others = evaluation(1, 16, 4);
        Evaluation mean = Ensemble.mean(List.of(some, others), 2);
        for (int i = 0; i < mean.images().size(); i++) {
            for (int node = 0; node < 16; node++) {
                double expected = (some.images().get(i).logits()[node]
                                + others.images().get(i).logits()[node])
                        / 2;
                assertThat((double) mean.images().get(i).logits()[node]).isCloseTo(expected, within(1e-6));
            }
        }
        assertThatThrownBy(() -> Ensemble.mean(List.of(some, evaluation(1, 4, 3)), 2))
                .hasMessageContaining("maps of one size");
    }

    @Test
    void mirrorsBackWhatItMirrored() {
        Scored image = Toys.map("a", new float[] {1, 0, 0.5f, 0}, new float[] {1, 2, 3, 4}, 1);
        Example mirrored = image.example().mirrored();
        assertThat(mirrored.coverage()).containsExactly(0, 1, 0, 0.5f);
        assertThat(mirrored.mirrored().coverage()).isEqualTo(image.example().coverage());
        Scored negative = Toys.map("b", new float[4], new float[4], 1);
        Evaluation back = Ensemble.mirroredBack(
                new Evaluation(List.of(image, negative)), new Evaluation(List.of(image, negative)));
        assertThat(back.images().getFirst().logits()).containsExactly(2, 1, 4, 3);
    }

    private Predictions predictions(String text) throws Exception {
        Path file = folder.resolve("predictions.csv");
        Files.writeString(file, text);
        return Predictions.read(file);
    }

    private static Report report(int seeds) {
        List<ModelResult> models = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
            models.add(model("ClaSegNet " + seed, ModelResult.Role.CLASEGNET, seed, 16, seed));
            models.add(model("baseline " + seed, ModelResult.Role.BASELINE, seed, 1, seed));
        }
        List<Example> pictures = Objects.requireNonNull(models.getFirst().test().maps()).evaluation().images().stream()
                .map(Scored::example)
                .toList();
        return new Report(
                Report.warning(List.of("phantoms")), models, pictures, "made up.", List.of(), List.of(), BOOTSTRAP);
    }

    private static ModelResult model(String name, ModelResult.Role role, long seed, int nodes, int images) {
        return ModelResult.of(
                name, role, seed, evaluation(100 + images, nodes, seed), evaluation(images, nodes, seed + 50));
    }

    /// Forty images, every other with a lesion in its first node; noisy maps that often mark it.
    ///
    /// @param images names them
    private static Evaluation evaluation(int images, int nodes, long seed) {
        Random random = new Random(seed);
        List<Scored> scored = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            float[] coverage = new float[nodes];
            coverage[0] = i % 2;
            float[] logits = new float[nodes];
            for (int node = 0; node < nodes; node++) {
                logits[node] = (float) random.nextGaussian() - 2;
            }
            logits[0] += 4 * coverage[0];
            scored.add(Toys.map("set " + images + " image " + i, coverage, logits, 1));
        }
        return new Evaluation(scored);
    }
}
