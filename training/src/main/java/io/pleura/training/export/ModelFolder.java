package io.pleura.training.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What is shipped: `model.onnx`, `model.json` and `card.md` in one folder.
public record ModelFolder(Path folder) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public Path onnx() {
        return folder.resolve("model.onnx");
    }

    public Path card() {
        return folder.resolve("card.md");
    }

    public void write(byte[] onnx, ModelDescription description, String card) throws IOException {
        Files.createDirectories(folder);
        Files.write(onnx(), onnx);
        Files.writeString(folder.resolve("model.json"), JSON.writeValueAsString(description) + "\n");
        Files.writeString(card(), card, StandardCharsets.UTF_8);
    }

    public ModelDescription description() throws IOException {
        return JSON.readValue(folder.resolve("model.json").toFile(), ModelDescription.class);
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
