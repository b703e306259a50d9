package io.pleura.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.export.OnnxExport;
import io.pleura.training.learning.Batch;
import io.pleura.training.learning.Scoring;
import io.pleura.training.learning.Trainer;
import io.pleura.training.learning.TrainingSettings;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClaSegNetTest {

    @BeforeEach
    void seed() {
        manual_seed(3);
        set_num_threads(1);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            CLASEGNET,      RESIDUAL,   4, 0,  64,  2
            CLASEGNET,      RESIDUAL,   4, 1,  64,  4
            CLASEGNET,      RESIDUAL,   4, 2,  64,  8
            CLASEGNET,      RESIDUAL,   4, 3,  64, 16
            CLASEGNET,      SEPARABLE,  4, 2,  96, 12
            CLASEGNET,      UNSHUFFLED, 4, 2,  96, 12
            CLASSIFICATION, RESIDUAL,   4, 2,  64,  1
            CLASSIFICATION, SEPARABLE,  4, 2,  64,  1
            """)
    void makesAMapOfTheDesignsSize(Head head, Backbone backbone, int width, int blocks, int inputSize, int mapSize) {
        ClaSegNetDesign design = new ClaSegNetDesign(head, backbone, width, blocks, false);
        Example.InputShape shape = Example.InputShape.of(design, inputSize);
        assertThat(design.outputSize(inputSize)).isEqualTo(mapSize);
        List<Example> examples = List.of(Shapes.example(1, shape), Shapes.example(2, shape));
        ClaSegNet net = new ClaSegNet(design);
        try (NoGradGuard noGradients = new NoGradGuard();
                PointerScope scope = new PointerScope()) {
            long[] map = net.forward(Batch.plain(examples, shape).input()).shape();
            assertThat(map).containsExactly(2, 1, mapSize, mapSize);
        }
    }

    @Test
    void learnsEightImagesByHeart() {
        TrainingSettings settings =
                Shapes.settings(new ClaSegNetDesign(Head.CLASEGNET, Backbone.RESIDUAL, 8, 2, false), 64, 8, 60);
        Example.InputShape shape = settings.shape();
        List<Example> examples =
                IntStream.range(0, 8).mapToObj(i -> Shapes.example(i, shape)).toList();
        Trainer trainer = new Trainer(settings);
        double first = Double.NaN;
        double last = Double.NaN;
        for (int step = 0; step < 60; step++) {
            try (PointerScope scope = new PointerScope()) {
                last = trainer.step(Batch.plain(examples, shape));
                first = step == 0 ? last : first;
            }
        }
        Evaluation evaluation = Scoring.evaluate(trainer.net(), examples, shape, settings.minimumNodes());
        assertThat(last).isLessThan(0.1 * Math.abs(first));
        assertThat(evaluation.auc()).isEqualTo(1);
        assertThat(evaluation.dicePositives(0)).isGreaterThan(0.9);
    }

    @Test
    void learnsTheLabelsOfEightImagesWithoutAMap() {
        TrainingSettings settings =
                Shapes.settings(new ClaSegNetDesign(Head.CLASSIFICATION, Backbone.RESIDUAL, 8, 2, false), 64, 8, 30);
        Example.InputShape shape = settings.shape();
        List<Example> examples =
                IntStream.range(0, 8).mapToObj(i -> Shapes.example(i, shape)).toList();
        Trainer trainer = new Trainer(settings);
        double last = Double.NaN;
        for (int step = 0; step < 30; step++) {
            try (PointerScope scope = new PointerScope()) {
                last = trainer.step(Batch.plain(examples, shape));
            }
        }
        Evaluation evaluation = Scoring.evaluate(trainer.net(), examples, shape, settings.minimumNodes());
        assertThat(last).isLessThan(0.05);
        assertThat(evaluation.auc()).isEqualTo(1);
        assertThat(evaluation.hasMaps()).isFalse();
        assertThat(evaluation.dicePositives(0)).isNaN();
    }

    @Test
    void measuresACentredMapFromItsOwnMean() {
        ClaSegNetDesign design = new ClaSegNetDesign(Head.CLASEGNET, Backbone.UNSHUFFLED, 4, 2, true);
        Example.InputShape shape = Example.InputShape.of(design, 64);
        ClaSegNet net = new ClaSegNet(design);
        try (NoGradGuard noGradients = new NoGradGuard();
                PointerScope scope = new PointerScope()) {
            Tensor input = Batch.plain(Shapes.examples(0, 3, shape), shape).input();
            Tensor means = net.forward(input).mean(new long[] {1, 2, 3}, false, new ScalarTypeOptional());
            assertThat(Tensors.floats(means)).containsExactly(new float[] {-2, -2, -2}, within(1e-5f));
        }
    }

    @ParameterizedTest
    @EnumSource
    void roundsWhileItLearnsAndNeverWhenItScores(Backbone backbone) {
        ClaSegNetDesign design = new ClaSegNetDesign(Head.CLASEGNET, backbone, 4, 2, false);
        Example.InputShape shape = Example.InputShape.of(design, 64);
        Tensor input = Batch.plain(Shapes.examples(0, 4, shape), shape).input();
        manual_seed(5);
        ClaSegNet exact = new ClaSegNet(design);
        manual_seed(5);
        ClaSegNet rounded = new ClaSegNet(design, Arithmetic.BF16);
        try (NoGradGuard noGradients = new NoGradGuard();
                PointerScope scope = new PointerScope()) {
            float[] wanted = Tensors.floats(exact.forward(input));
            float[] learning = Tensors.floats(rounded.forward(input));
            assertThat(meanDifference(learning, wanted)).isBetween(1e-4, 0.05);
            copyStatistics(exact, rounded);
            exact.eval();
            rounded.eval();
            assertThat(Tensors.floats(rounded.forward(input))).isEqualTo(Tensors.floats(exact.forward(input)));
        }
    }

    private static double meanDifference(float[] some, float[] others) {
        return IntStream.range(0, some.length)
                .mapToDouble(i -> Math.abs(some[i] - others[i]))
                .average()
                .orElseThrow();
    }

    private static void copyStatistics(ClaSegNet from, ClaSegNet to) {
        for (long i = 0; i < from.buffers().size(); i++) {
            to.buffers().get(i).copy_(from.buffers().get(i));
        }
    }

    @Test
    void writesTheSameOnnxBytesForTheSameSeed() {
        ClaSegNetDesign design = new ClaSegNetDesign(Head.CLASEGNET, Backbone.RESIDUAL, 4, 2, false);
        manual_seed(9);
        byte[] once = OnnxExport.bytes(new ClaSegNet(design));
        manual_seed(9);
        byte[] again = OnnxExport.bytes(new ClaSegNet(design));
        assertThat(again).isEqualTo(once);
    }
}
