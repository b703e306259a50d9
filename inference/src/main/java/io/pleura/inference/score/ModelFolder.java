package io.pleura.inference.score;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pleura.schemas.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A model on disk: `model.json` and the `model.onnx` that it describes, checked against each other.
///
/// @param onnx the bytes of model.onnx whose SHA-256 was verified; the session is made from these very bytes
public record ModelFolder(Path folder, ModelDescription description, byte[] onnx) {

    private static final long MAX_ONNX_BYTES = 1L << 30;
    private static final long MAX_JSON_BYTES = 1L << 20;

    /// A number left out must not pass as 0.
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    /// @throws ModelException when something is missing, malformed or does not match
    public static ModelFolder load(Path folder) throws ModelException {
        ModelDescription description = describe(folder);
        Path file = folder.resolve("model.onnx");
        byte[] onnx = read(file, MAX_ONNX_BYTES);
        String sha256 = ContentHash.of(onnx).value();
        if (!sha256.equals(description.sha256())) {
            throw new ModelException("%s has SHA-256 %s but model.json says %s: restore both files from one release"
                    .formatted(file, sha256, description.sha256()));
        }
        return new ModelFolder(folder, description, onnx);
    }

    /// Reads model.json only; cheap enough to look through many folders.
    static ModelDescription describe(Path folder) throws ModelException {
        Path file = folder.resolve("model.json");
        try {
            return JSON.readValue(read(file, MAX_JSON_BYTES), ModelDescription.class);
        } catch (JacksonException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ModelException("%s is not a usable model description: %s".formatted(file, firstLine(cause)), e);
        } catch (IOException e) {
            throw new ModelException("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    private static byte[] read(Path file, long maxBytes) throws ModelException {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(
                    "%s does not exist: set pleura.inference.model-folder to a folder with model.onnx and model.json"
                            .formatted(file));
        }
        try {
            if (Files.size(file) > maxBytes) {
                throw new ModelException("%s is larger than %d bytes".formatted(file, maxBytes));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ModelException("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
