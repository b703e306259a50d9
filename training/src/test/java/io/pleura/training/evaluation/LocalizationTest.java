package io.pleura.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalizationTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            # map (# marked),     regions
            .... .... .... ....,  0
            #### #### #### ####,  1
            #... .... .... ...#,  2
            #... .#.. ..#. ...#,  1
            #.#. .... #.#. ....,  4
            ..#. .#.. #... ....,  1
            #..# #..# .... ####,  3
            """)
    void countsConnectedRegions(String map, int regions) {
        assertThat(Regions.of(logits(map), 0).count()).isEqualTo(regions);
    }

    /// A region that touches the lesion in one pixel is no false one; the other is.
    @Test
    void tellsFalseRegionsFromHits() {
        float[] coverage = new float[16];
        coverage[0] = 0.01f;
        Overlap overlap = Overlap.of(Toys.map("a", coverage, logits("#... .... .... ..##"), 1), 0);
        assertThat(overlap.regions()).isEqualTo(2);
        assertThat(overlap.falseRegions()).isEqualTo(1);
        assertThat(overlap.hit()).isTrue();
    }

    /// The lower the cut, the more lesions are touched and the more false regions there are.
    @Test
    void tradesLesionsAgainstFalseRegions() {
        float[] lesion = new float[16];
        lesion[0] = 1;
        float[] sure = logits("#... .... .... ....");
        float[] vague = logits(".... .... .... ...#");
        vague[0] = -0.5f;
        Evaluation evaluation = new Evaluation(List.of(
                Toys.map("sure", lesion, sure, 1),
                Toys.map("vague", lesion, vague, 1),
                Toys.map("negative", new float[16], logits(".... .... .... ...."), 1)));
        List<Froc.Point> curve = Froc.curve(evaluation, 2);
        assertThat(curve.getFirst().sensitivity()).isEqualTo(0.5);
        assertThat(curve.getFirst().falseRegions()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(curve.getLast().cut()).isEqualTo(1);
    }

    @Test
    void groupsLesionsBySizeAndKind() {
        List<Scored> images = new ArrayList<>();
        for (float coverage : new float[] {0.08f, 0.12f, 0.5f, 1}) { // of one node of sixteen
            float[] lesion = new float[16];
            lesion[0] = coverage;
            images.add(Toys.map("lesion " + coverage, lesion, logits("#... .... .... ...."), 1));
        }
        images.add(Toys.map("negative", new float[16], logits(".... .... .... ...."), 1));
        Outcomes outcomes =
                new DecisionRule(new PlattCalibration(1, 0), new OperatingPoint(0)).judge(new Evaluation(images));
        List<Lesions> sizes = Lesions.bySize(outcomes);
        assertThat(sizes).extracting(Lesions::name).containsExactly("below 1 % of the image", "1 to 5 %", "above 5 %");
        assertThat(sizes).extracting(Lesions::images).containsExactly(2, 1, 1);
        assertThat(sizes).extracting(Lesions::auc).containsOnly(1.0);
        assertThat(Lesions.byFinding(outcomes)).singleElement().satisfies(kind -> {
            assertThat(kind.name()).isEqualTo("toy");
            assertThat(kind.images()).isEqualTo(4);
            assertThat(kind.sensitivity().value()).isEqualTo(1);
        });
    }

    /// A "model" whose score is the tube alone.
    @Test
    void unmasksAModelThatReadsTheTube() {
        List<Outcome> images = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            boolean positive = i % 2 == 0;
            boolean tube = i % 4 < 2;
            images.add(
                    Toys.outcome("image " + i, positive, tube ? 1 : -1, tube ? new String[] {"tube"} : new String[0]));
        }
        Shortcut shortcut = Shortcut.of(
                Outcomes.of(images), image -> image.lesion().traits().contains("tube"), new Bootstrap(200, 1));
        assertThat(shortcut.easy().value()).isEqualTo(1);
        assertThat(shortcut.hard().value()).isZero();
        assertThat(shortcut.none().value()).isEqualTo(0.5);
        assertThat(shortcut.positivesWithTrait()).isEqualTo(10);
        assertThat(shortcut.negativesWithTrait()).isEqualTo(10);
    }

    private static float[] logits(String map) {
        String nodes = map.replace(" ", "");
        float[] logits = new float[nodes.length()];
        for (int node = 0; node < logits.length; node++) {
            logits[node] = nodes.charAt(node) == '#' ? 1 : -1;
        }
        return logits;
    }
}
