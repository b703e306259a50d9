package io.pleura.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pleura.training.data.DataLoading;
import io.pleura.training.data.Example;
import io.pleura.training.data.PhantomSet;
import io.pleura.training.evaluation.Evaluation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedModelTest {

    private static final int MOST_BYTES = 30_000_000;
    private static final long UNSEEN_SEED = 991;

    /// On phantoms since generator 3, which hide their lesions as radiographs do.
    private static final double LEAST_AUC = 0.9;

    private final ModelFolder folder =
            new ModelFolder(Path.of(System.getProperty("pleura.root", "..")).resolve("inference/model"));

    @Test
    void isDescribedByItsJson() throws Exception {
        ModelDescription description = folder.description();
        byte[] onnx = Files.readAllBytes(folder.onnx());
        assertThat(onnx).hasSizeLessThan(MOST_BYTES);
        assertThat(description.sha256()).isEqualTo(ModelFolder.sha256(onnx));
        assertThat(description.warning()).isEqualTo(ModelDescription.WARNING);
        assertThat(description.trainedOn()).startsWith("phantoms only");
        assertThat(description.evaluation().testImages()).isGreaterThanOrEqualTo(1000);
        assertThat(description.evaluation().auc()).isGreaterThanOrEqualTo(LEAST_AUC);
        assertThat(List.of(
                        description.operatingPoints().highSensitivity().threshold(),
                        description.operatingPoints().balanced().threshold(),
                        description.operatingPoints().highSpecificity().threshold()))
                .isSorted();
    }

    @Test
    void comesWithAnInt8FormThatIsAsGood() throws Exception {
        ModelDescription.Int8 int8 = Objects.requireNonNull(folder.description().int8());
        assertThat(int8.sha256()).isEqualTo(ModelFolder.sha256(Files.readAllBytes(folder.int8())));
        assertThat(int8.aucLoss()).isLessThan(PublicationGate.AUC_LOSS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Not a medical device",
                "Intended use",
                "US10755140B2",
                "US10885400B2",
                "US11074482B2",
                "These are ours",
                "run\nseed",
                "## Results on held-back",
                "## The command that makes it",
                "./pleura train"
            })
    void hasACardThatSays(String required) throws Exception {
        assertThat(Files.readString(folder.card()).replaceAll("\\s+", " ")).contains(required.replaceAll("\\s+", " "));
    }

    @Test
    void namesItsOwnHashOnTheCard() throws Exception {
        assertThat(Files.readString(folder.card()))
                .contains(folder.description().sha256());
    }

    @Test
    void findsPneumothoraxOnPhantomsItHasNotSeen() throws Exception {
        ModelDescription description = folder.description();
        Example.InputShape shape = new Example.InputShape(
                description.input().size(), description.map().rows());
        List<Example> examples = new DataLoading(null, true)
                .load(new PhantomSet(PhantomSet.Split.TEST, UNSEEN_SEED, 100), shape, done -> {})
                .examples();
        try (OnnxModel model = new OnnxModel(Files.readAllBytes(folder.onnx()), 2)) {
            Evaluation evaluation =
                    model.evaluate(examples, shape, description.map().minimumNodes());
            assertThat(evaluation.auc()) // a hundred phantoms: the standard error is 0.04
                    .as("seed %d", UNSEEN_SEED)
                    .isCloseTo(description.evaluation().auc(), within(0.1));
        }
    }
}
