package io.pleura.inference.score;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pleura.schemas.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/// A model on disk: `model.json` and one of the ONNX files that it describes, checked against each other.
///
/// @param description its `sha256` is that of the file at hand, in int8 too
/// @param file name of the ONNX file
/// @param onnx the bytes of that file whose SHA-256 was verified; the session is made from these very bytes
public record ModelFolder(Path folder, ModelDescription description, String file, byte[] onnx) {

    /// One ONNX file of a folder and what model.json says of it.
    record Edition(ModelDescription description, String file) {}

    /// The field `int8` of model.json; folders made before int8 was exported have none.
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Int8File(String file, String sha256) {
        Int8File {
            if (!file.matches("[A-Za-z0-9._-]+")) {
                throw new IllegalArgumentException("int8.file must be the name of a file in the folder");
            }
            if (!ModelDescription.isSha256(sha256)) {
                throw new IllegalArgumentException("int8.sha256 must be 64 lower-case hexadecimal digits");
            }
        }
    }

    private static final long MAX_ONNX_BYTES = 1L << 30;
    private static final long MAX_JSON_BYTES = 1L << 20;

    /// A number left out must not pass as 0.
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    /// @throws ModelException when something is missing, malformed or does not match
    public static ModelFolder load(Path folder, Precision precision) throws ModelException {
        Edition edition = editions(folder).get(precision);
        if (edition == null) {
            throw new ModelException(("%s names no %s file: set pleura.inference.precision to FP32, or export the model"
                            + " anew with ./pleura export")
                    .formatted(folder.resolve("model.json"), precision));
        }
        Path file = folder.resolve(edition.file());
        byte[] onnx = read(file, MAX_ONNX_BYTES);
        String sha256 = ContentHash.of(onnx).value();
        if (!sha256.equals(edition.description().sha256())) {
            throw new ModelException("%s has SHA-256 %s but model.json says %s: restore both files from one release"
                    .formatted(file, sha256, edition.description().sha256()));
        }
        return new ModelFolder(folder, edition.description(), edition.file(), onnx);
    }

    /// Reads model.json only; cheap enough to look through many folders.
    static Map<Precision, Edition> editions(Path folder) throws ModelException {
        Path file = folder.resolve("model.json");
        try {
            JsonNode json = JSON.readTree(read(file, MAX_JSON_BYTES));
            ModelDescription fp32 = JSON.treeToValue(json, ModelDescription.class);
            Map<Precision, Edition> editions = new EnumMap<>(Precision.class);
            editions.put(Precision.FP32, new Edition(fp32, "model.onnx"));
            if (json.hasNonNull("int8")) {
                Int8File int8 = JSON.treeToValue(json.get("int8"), Int8File.class);
                editions.put(Precision.INT8, new Edition(fp32.withSha256(int8.sha256()), int8.file()));
            }
            return editions;
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
