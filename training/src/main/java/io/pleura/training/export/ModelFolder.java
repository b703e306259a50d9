package io.pleura.training.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.pleura.training.learning.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// What is shipped: `model.onnx`, `model.json`, `card.md` and, for CPUs, `model.int8.onnx` in one folder.
public record ModelFolder(Path folder) {

    static final String INT8_FILE = "model.int8.onnx";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public Path onnx() {
        return folder.resolve("model.onnx");
    }

    public Path int8() {
        return folder.resolve(INT8_FILE);
    }

    public Path card() {
        return folder.resolve("card.md");
    }

    /// The description comes last, so that an interrupted write leaves hashes that do not fit.
    void write(byte[] onnx, byte @Nullable [] int8, ModelDescription description, String card) throws IOException {
        Files.createDirectories(folder);
        Files.write(onnx(), onnx);
        if (int8 == null) {
            Files.deleteIfExists(int8());
        } else {
            Files.write(int8(), int8);
        }
        Files.writeString(card(), card);
        Files.writeString(folder.resolve("model.json"), JSON.writeValueAsString(description) + "\n");
    }

    /// @throws IllegalArgumentException where no model is here; it says where one may be
    public ModelDescription description() throws IOException {
        Path file = folder.resolve("model.json");
        if (!Files.exists(file)) {
            RunFolder run = new RunFolder(folder);
            throw new IllegalArgumentException(
                    Files.exists(run.settingsFile())
                            ? "%s is a run folder; name its model folder, %s".formatted(folder, run.model())
                            : "%s is no model folder: it has no model.json".formatted(folder));
        }
        return JSON.readValue(file.toFile(), ModelDescription.class);
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
