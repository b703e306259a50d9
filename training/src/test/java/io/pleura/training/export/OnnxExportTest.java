package io.pleura.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import io.pleura.training.network.Backbone;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.network.ClaSegNetDesign;
import io.pleura.training.network.Head;
import io.pleura.training.network.Tensors;
import java.util.Random;
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
                                .mapToObj(blocks ->
                                        new ClaSegNetDesign(Head.CLASEGNET, backbone, 4, blocks, blocks % 2 == 0)),
                        Stream.of(
                                new ClaSegNetDesign(Head.CLASEGNET, backbone, 4, 2, false),
                                new ClaSegNetDesign(Head.CLASSIFICATION, backbone, 4, 2, false))));
    }

    @ParameterizedTest
    @MethodSource("everyDesign")
    void givesLibtorchsLogitsForAnyBatchAndSize(ClaSegNetDesign design) throws Exception {
        ClaSegNet net = LearntNets.of(design);
        try (OnnxModel model = new OnnxModel(OnnxExport.bytes(net), 1)) {
            assertThat(largestDifference(net, model, 1, 64, 64)).isLessThan(PublicationGate.PARITY);
            assertThat(largestDifference(net, model, 3, 64, 64)).isLessThan(PublicationGate.PARITY);
            assertThat(largestDifference(net, model, 2, 96, 160)).isLessThan(PublicationGate.PARITY);
        }
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
