package io.pleura.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.network.Backbone;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.network.ClaSegNetDesign;
import io.pleura.training.network.Head;
import io.pleura.training.network.Shapes;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Int8ExportTest {

    private static final long SEED = 5;

    @ParameterizedTest
    @MethodSource("io.pleura.training.export.OnnxExportTest#everyDesign")
    void scoresAlmostAsTheFp32Model(ClaSegNetDesign design) throws Exception {
        ClaSegNet net = LearntNets.of(design);
        Example.InputShape shape = Example.InputShape.of(design, 64);
        List<Example> images =
                IntStream.range(0, 12).mapToObj(i -> Shapes.example(i, shape)).toList();
        byte[] fp32 = OnnxExport.bytes(net);
        try (OnnxModel model = new OnnxModel(fp32, 1)) {
            Evaluation expected = model.evaluate(images, shape, 1);
            Int8Export int8 = Int8Export.of(fp32, expected, images, shape, 1, 1);
            double[] scores = expected.scores();
            double spread = scores[scores.length - 1] - scores[0];
            assertThat(int8.scoreShift())
                    .as("%s spread %s", design, spread)
                    .isLessThan(0.15 * spread)
                    .isNotNegative();
            assertThat(int8.calibrationImages()).isEqualTo(12);
            assertThat(int8.onnx()).hasSizeLessThan(fp32.length + 60_000);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesOnlyTheScoreInFloats(boolean centred) throws Exception {
        ClaSegNetDesign design = new ClaSegNetDesign(Head.CLASEGNET, Backbone.RESIDUAL, 4, 2, centred);
        ModelProto int8 = ModelProto.parseFrom(quantised(design));
        List<NodeProto> convolutions = nodes(int8, "Conv");
        assertThat(convolutions).hasSizeGreaterThan(20);
        for (NodeProto convolution : convolutions) {
            assertThat(convolution.getInputList()).allMatch(input -> input.endsWith(".dequantised"));
        }
        String weights = nodes(int8, "MatMul").getFirst().getInput(1);
        List<String> floats = int8.getGraph().getInitializerList().stream()
                .filter(constant -> constant.getDimsCount() > 1)
                .filter(constant -> constant.getDataType() == TensorProto.DataType.FLOAT.getNumber())
                .map(TensorProto::getName)
                .toList();
        assertThat(floats).containsExactly(weights);
    }

    private static List<NodeProto> nodes(ModelProto model, String operator) {
        return model.getGraph().getNodeList().stream()
                .filter(node -> node.getOpType().equals(operator))
                .toList();
    }

    @Test
    void writesTheSameBytesForTheSameModelAndImages() throws Exception {
        ClaSegNetDesign design = new ClaSegNetDesign(Head.CLASEGNET, Backbone.UNSHUFFLED, 4, 1, false);
        assertThat(quantised(design)).isEqualTo(quantised(design));
    }

    @Test
    void readsTheSevenBySevenStemAsSquaresWithoutChangingIt() throws Exception {
        byte[] fp32 =
                OnnxExport.bytes(LearntNets.of(new ClaSegNetDesign(Head.CLASEGNET, Backbone.RESIDUAL, 4, 1, false)));
        ModelProto rewritten = UnshuffledStem.of(ModelProto.parseFrom(fp32));
        assertThat(rewritten.getGraph().getNode(0).getOpType()).isEqualTo("SpaceToDepth");
        assertSameLogits(fp32, rewritten);
    }

    @Test
    void sumsTheScoreAsAProductWithoutChangingIt() throws Exception {
        byte[] fp32 =
                OnnxExport.bytes(LearntNets.of(new ClaSegNetDesign(Head.CLASEGNET, Backbone.UNSHUFFLED, 4, 1, false)));
        ModelProto rewritten = ScoreProduct.of(ModelProto.parseFrom(fp32));
        assertThat(nodes(rewritten, "MatMul")).hasSize(1);
        assertSameLogits(fp32, rewritten);
    }

    private static void assertSameLogits(byte[] fp32, ModelProto rewritten) throws Exception {
        Random random = new Random(SEED);
        float[] input = new float[2 * 64 * 96];
        IntStream.range(0, input.length).forEach(i -> input[i] = (float) random.nextGaussian());
        try (OnnxModel one = new OnnxModel(fp32, 1);
                OnnxModel other = new OnnxModel(rewritten.toByteArray(), 1)) {
            assertThat(other.logits(input, 2, 64, 96)).containsExactly(one.logits(input, 2, 64, 96), within(1e-4f));
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            -1.0,  1.0, 0.0078431, 127
             0.5,  2.0, 0.0078431,   0
            -2.0, -1.0, 0.0078431, 255
             0.0,  0.0, 1e-8,        0
            """)
    void keepsZeroExact(float low, float high, float scale, int zeroPoint) {
        Range range = new Range(low, high);
        assertThat(range.scale()).isCloseTo(scale, within(1e-7f));
        assertThat(range.zeroPoint()).isEqualTo(zeroPoint);
    }

    @Test
    void saturatesRareLargeValuesOnlyWhereTheRuleSaysSo() {
        float[] values = new float[100_000];
        Random random = new Random(SEED);
        IntStream.range(0, values.length).forEach(i -> values[i] = (float) random.nextDouble());
        values[7] = 100;
        FloatBuffer seen = FloatBuffer.wrap(values);
        ActivationHistogram histogram = new ActivationHistogram(ActivationHistogram.Extremes.of(seen));
        histogram.add(seen);
        assertThat(RangeRule.EXTREMES.of(histogram).high()).isCloseTo(100, within(0.01f));
        assertThat(RangeRule.PERCENTILE.of(histogram).high()).isBetween(0.9f, 1.2f);
        assertThat(RangeRule.LEAST_SQUARES.of(histogram).high()).isBetween(10f, 100f);
    }

    @Test
    void quantisesAChannelWithoutWeightsWhoseBiasIsLarge() {
        TensorProto weights = OnnxNodes.floats("w", new float[] {0, 0, 0.5f, -1}, 2, 2, 1, 1);
        QuantisedWeights quantised = QuantisedWeights.of(weights, new float[] {3, -2}, 0.01f);
        assertThat(quantised.bias()[0] * (double) quantised.biasScales()[0]).isCloseTo(3, within(1e-3));
        assertThat(quantised.bias()[1] * (double) quantised.biasScales()[1]).isCloseTo(-2, within(1e-3));
        assertThat(quantised.bytes()).containsExactly(0, 0, 63, -126);
    }

    private static byte[] quantised(ClaSegNetDesign design) throws Exception {
        Example.InputShape shape = Example.InputShape.of(design, 64);
        byte[] fp32 = OnnxExport.bytes(LearntNets.of(design));
        List<Example> images =
                IntStream.range(0, 6).mapToObj(i -> Shapes.example(i, shape)).toList();
        try (OnnxModel model = new OnnxModel(fp32, 1)) {
            return Int8Export.of(fp32, model.evaluate(images, shape, 1), images, shape, 1, 1)
                    .onnx();
        }
    }
}
