package io.pleura.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.learning.TrainingSettings;
import io.pleura.training.network.Backbone;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.network.ClaSegNetDesign;
import io.pleura.training.network.Head;
import io.pleura.training.network.Shapes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelExportTest {

    private static final ClaSegNetDesign DESIGN = new ClaSegNetDesign(Head.CLASEGNET, Backbone.RESIDUAL, 8, 2, false);

    private final TrainingSettings settings = Shapes.settings(DESIGN, LearntNets.INPUT_SIZE, 8, 1);
    private final Example.InputShape shape = settings.shape();
    private final ModelFolder folder;

    ModelExportTest(@TempDir Path folder) {
        this.folder = new ModelFolder(folder.resolve("model"));
    }

    @Test
    void publishesAnInt8FileWhoseLossItMeasured() throws Exception {
        List<Example> test = Shapes.examples(100, 2 * PublicationGate.IMAGES_OF_EACH_KIND, shape);
        ModelDescription description =
                new ModelExport(settings, LearntNets.of(DESIGN)).write(folder, validation(), test, Map.of(), null);

        assertThat(folder.description()).isEqualTo(description);
        ModelDescription.Int8 int8 = Objects.requireNonNull(description.int8());
        assertThat(int8.sha256()).isEqualTo(ModelFolder.sha256(Files.readAllBytes(folder.int8())));
        assertThat(Files.readString(folder.card())).contains(description.sha256(), int8.sha256());
        assertThat(Latency.compare(folder, 1, 3)).extracting(Latency::clock).containsExactly("wall", "cpu");
        try (OnnxModel model = new OnnxModel(Files.readAllBytes(folder.int8()), 1)) {
            Evaluation evaluation = model.evaluate(test, shape, settings.minimumNodes());
            assertThat(int8.auc()).isEqualTo(evaluation.auc());
            assertThat(int8.aucLoss()).isEqualTo(description.evaluation().auc() - evaluation.auc());
        }
    }

    @Test
    void leavesTheInt8FileOutWhereTooFewImagesCouldShowItsLoss() throws Exception {
        Files.createDirectories(folder.folder());
        Files.writeString(folder.int8(), "of an older model");
        ModelDescription description = new ModelExport(settings, LearntNets.of(DESIGN))
                .write(folder, validation(), Shapes.examples(100, 20, shape), Map.of(), null);

        assertThat(description.int8()).isNull();
        assertThat(folder.int8()).doesNotExist();
        assertThat(folder.folder().resolve("model.json")).content().doesNotContain("int8");
        assertThat(Files.readString(folder.card()))
                .contains("No int8 file: not wanted, or too few test images, 500 of each kind");
    }

    /// Labels say nothing of a map: neither a Dice that is no number nor one of the negatives alone.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0  | No mask of them is known
            10 | The masks of 5 of them are known
            """)
    void hasNoDiceOfImagesWithoutMask(int masked, String sentence) throws Exception {
        List<Example> test = IntStream.range(100, 120)
                .mapToObj(seed -> Shapes.example(
                        seed, seed < 100 + masked ? Example.Supervision.MASK : Example.Supervision.LABEL, shape))
                .toList();
        ModelDescription description =
                new ModelExport(settings, LearntNets.of(DESIGN)).write(folder, validation(), test, Map.of(), null);

        assertThat(description.evaluation().dicePositives()).isNull();
        assertThat(folder.folder().resolve("model.json")).content().doesNotContain("dicePositives", "NaN");
        assertThat(Files.readString(folder.card()))
                .contains("20 images, 10 with pneumothorax. " + sentence)
                .doesNotContain("Kaggle", "NaN");
    }

    @Test
    void writesNothingWhenTheModelIsRefused() {
        ClaSegNet broken = new ClaSegNet(DESIGN);
        try (PointerScope scope = new PointerScope()) {
            Tensor weight = broken.convolution("conv0").weight();
            weight.detach().fill_(new org.bytedeco.pytorch.Scalar(Float.NaN));
        }
        assertThatThrownBy(() -> new ModelExport(settings, broken)
                        .write(folder, validation(), Shapes.examples(100, 20, shape), Map.of(), null))
                .isInstanceOf(PublicationGate.RefusedException.class)
                .hasMessageContaining("ONNX Runtime and libtorch differ by NaN");
        assertThat(folder.folder()).doesNotExist();
    }

    private List<Example> validation() {
        return Shapes.examples(20, 40, shape);
    }
}
