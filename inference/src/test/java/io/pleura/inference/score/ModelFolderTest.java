package io.pleura.inference.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.inference.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFolderTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private String sha256;

    @BeforeEach
    void write() throws Exception {
        sha256 = TinyModel.write(folder, 3);
    }

    @Test
    void loadsWhatTrainingWrote() throws Exception {
        ModelDescription model = ModelFolder.load(folder, Precision.FP32).description();

        assertThat(model.sha256()).isEqualTo(sha256);
        assertThat(model.map()).isEqualTo(new ModelDescription.Grid(8, 8, 2));
        assertThat(model.operatingPoints().get("balanced")).isEqualTo(new ModelDescription.OperatingPoint(0.5));
    }

    @Test
    void loadsTheInt8FileWithItsOwnHash() throws Exception {
        String int8 = TinyModel.writeWithInt8(folder, 3, 2.9f);

        ModelFolder model = ModelFolder.load(folder, Precision.INT8);
        assertThat(model.description().sha256()).isEqualTo(int8).isNotEqualTo(sha256);
        assertThat(model.file()).isEqualTo("model.int8.onnx");
        assertThat(model.onnx()).isEqualTo(TinyModel.onnx(2.9f, TinyModel.INPUT_SIZE));
        assertThat(ModelFolder.load(folder, Precision.FP32).description().sha256())
                .isEqualTo(sha256);
    }

    @Test
    void saysThatAFolderHasNoInt8FileAndWhatToDo() {
        assertThatThrownBy(() -> ModelFolder.load(folder, Precision.INT8))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("model.json names no INT8 file: set pleura.inference.precision to FP32");
    }

    @ParameterizedTest(name = "{1} instead of {0}")
    @CsvSource(delimiter = '|', textBlock = """
            "model.int8.onnx" | "../model.int8.onnx" | int8.file must be the name of a file in the folder
            "model.int8.onnx" | "other.onnx"         | other.onnx does not exist
            "model.int8.onnx" | "model.onnx"         | restore both files from one release
            "file":           | "fiel":              | file
            ", "aucLoss"      | 0", "aucLoss"        | int8.sha256 must be 64 lower-case hexadecimal digits
            """)
    void refusesAnInt8FileThatIsNotTheOneDescribed(String good, String bad, String message) throws Exception {
        TinyModel.writeWithInt8(folder, 3, 2.9f);
        String json = Files.readString(folder.resolve("model.json"));
        assertThat(json).contains(good);
        Files.writeString(folder.resolve("model.json"), json.replace(good, bad));

        assertThatThrownBy(() -> ModelFolder.load(folder, Precision.INT8))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesAModelThatIsNotTheOneDescribed() throws Exception {
        Files.write(folder.resolve("model.onnx"), TinyModel.onnx(4, TinyModel.INPUT_SIZE));

        assertThatThrownBy(() -> ModelFolder.load(folder, Precision.FP32))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("model.json says " + sha256)
                .hasMessageContaining("restore both files from one release");
    }

    @ParameterizedTest
    @CsvSource({"model.json", "model.onnx"})
    void saysWhichFileIsMissingAndWhatToDo(String file) throws Exception {
        Files.delete(folder.resolve(file));

        assertThatThrownBy(() -> ModelFolder.load(folder, Precision.FP32))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(file + " does not exist: set pleura.inference.model-folder");
    }

    @ParameterizedTest(name = "{1} instead of {0}")
    @CsvSource(delimiter = '|', textBlock = """
            "minimumNodes": 2                 | "minimumNodes": 0             | map.minimumNodes must be 1
            "minimumNodes": 2                 | "minimumNodes": 65            | map.minimumNodes must be 1
            , "minimumNodes": 2               | ''                            | minimumNodes
            "kind": "platt"                   | "kind": "isotonic"            | calibration.kind must be "platt"
            "a": 1.0                          | "a": -1.0                     | calibration.a must be positive
            "a": 1.0,                         | ''                            | 'a'
            "threshold": 0.5                  | "threshold": 1.5              | threshold must be between 0 and 1
            "defaultOperatingPoint": "balanced" | "defaultOperatingPoint": "bold" | "bold" is not among
            "version": "1"                    | "version": null               | version
            "std": 0.25                       | "std": 0                      | std positive
            {"name"                           | {name                         | not a usable model description
            """)
    void refusesADescriptionThatCannotBeRight(String good, String bad, String message) throws Exception {
        String json = TinyModel.json(sha256);
        assertThat(json).contains(good);
        Files.writeString(folder.resolve("model.json"), json.replace(good, bad));

        assertThatThrownBy(() -> ModelFolder.load(folder, Precision.FP32))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("model.json");
    }
}
