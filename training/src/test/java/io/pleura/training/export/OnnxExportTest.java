package io.pleura.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import io.pleura.training.data.Example;
import io.pleura.training.learning.Batch;
import io.pleura.training.learning.Trainer;
import io.pleura.training.learning.TrainingSettings;
import io.pleura.training.network.Backbone;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.network.ClaSegNetDesign;
import io.pleura.training.network.Head;
import io.pleura.training.network.Shapes;
import io.pleura.training.network.Tensors;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxExportTest {

    private static final long SEED = 4;

    @BeforeEach
    void useOneThread() {
        set_num_threads(1);
    }

    static Stream<ClaSegNetDesign> everyDesign() {
        return Stream.of(Backbone.values())
                .flatMap(backbone -> Stream.concat(
                        IntStream.rangeClosed(0, 3)
                                .mapToObj(blocks -> new ClaSegNetDesign(Head.CLASEGNET, backbone, 4, blocks)),
                        Stream.of(new ClaSegNetDesign(Head.CLASSIFICATION, backbone, 4, 2))));
    }

    @ParameterizedTest
    @MethodSource("everyDesign")
    void givesLibtorchsLogitsForAnyBatchAndSize(ClaSegNetDesign design) throws Exception {
        ClaSegNet net = trained(design);
        try (OnnxModel model = new OnnxModel(OnnxExport.bytes(net), 1)) {
            assertThat(largestDifference(net, model, 1, 64, 64)).isLessThan(ModelExport.PARITY);
            assertThat(largestDifference(net, model, 3, 64, 64)).isLessThan(ModelExport.PARITY);
            assertThat(largestDifference(net, model, 2, 96, 160)).isLessThan(ModelExport.PARITY);
        }
    }

    /// A few steps, so that the batch norms have something to fold.
    static ClaSegNet trained(ClaSegNetDesign design) {
        TrainingSettings settings = Shapes.settings(design, 64, 8, 5);
        List<Example> examples = IntStream.range(0, 8)
                .mapToObj(i -> Shapes.example(i, settings.shape()))
                .toList();
        Trainer trainer = new Trainer(settings);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 5; i++) {
            try (PointerScope scope = new PointerScope()) {
                trainer.step(Batch.augmented(examples, settings.shape(), random));
            }
        }
        return trainer.net();
    }

    private static double largestDifference(ClaSegNet net, OnnxModel model, int count, int rows, int columns)
            throws Exception {
        Random random = new Random(SEED);
        float[] input = new float[count * rows * columns];
        for (int i = 0; i < input.length; i++) {
            input[i] = (float) random.nextGaussian();
        }
        net.eval();
        try (NoGradGuard noGradients = new NoGradGuard();
                PointerScope scope = new PointerScope()) {
            float[] expected = Tensors.floats(net.forward(Tensor.create(input, count, 1, rows, columns)));
            float[] actual = model.logits(input, count, rows, columns);
            assertThat(actual).hasSameSizeAs(expected);
            return IntStream.range(0, actual.length)
                    .mapToDouble(i -> Math.abs(actual[i] - expected[i]))
                    .max()
                    .orElseThrow();
        }
    }
}
