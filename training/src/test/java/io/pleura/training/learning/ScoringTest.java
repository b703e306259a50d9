package io.pleura.training.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.export.OnnxExport;
import io.pleura.training.export.OnnxModel;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.network.Shapes;
import io.pleura.training.report.Ensemble;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScoringTest {

    private final TrainingSettings settings = Shapes.settings();
    private final Example.InputShape shape = settings.shape();
    private final ClaSegNet net = new ClaSegNet(settings.design());

    /// Pictures are most of the memory, and may lie in a cache because there are too many for it.
    @Test
    void keepsNoPictureOfWhatItScored() throws Exception {
        List<Example> examples = Shapes.examples(0, 40, shape);
        int k = settings.minimumNodes();
        try (OnnxModel onnx = new OnnxModel(OnnxExport.bytes(net), 1)) {
            for (Evaluation evaluation : List.of(
                    Scoring.evaluate(net, examples, shape, k),
                    Ensemble.flipped(net, examples, shape, k),
                    onnx.evaluate(examples, shape, k))) {
                assertThat(evaluation.images()).hasSize(40).allSatisfy(image -> {
                    assertThat(image.example().pixels()).isEmpty();
                    assertThat(image.example().coverage()).hasSize(shape.mapSize() * shape.mapSize());
                });
            }
        }
    }

    @Test
    void readsEachImageOnce() {
        List<Integer> read = new ArrayList<>();
        List<Example> examples = new AbstractList<>() {
            @Override
            public Example get(int index) {
                read.add(index);
                return Shapes.example(index, shape);
            }

            @Override
            public int size() {
                return 20;
            }
        };
        Scoring.measure(net, examples, settings);
        assertThat(read)
                .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
    }
}
