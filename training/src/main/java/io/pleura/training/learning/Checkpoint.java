package io.pleura.training.learning;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pleura.training.data.ExampleList;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// A run between two epochs, in one file: what comes next follows from it, the settings and the images, bit for bit.
/// Random streams need no place in it, since they follow from seed and epoch (see {@link RandomStreams}).
///
/// The file: 8 bytes `PLEURAC1`, the SHA-256 of the rest, the length and the JSON of the progress, and libtorch's
/// archive of weights, optimizer and averaged weights. A torn or altered file is told by its digest.
///
/// @param tensors libtorch's archive
record Checkpoint(Progress progress, byte[] tensors) {

    private static final byte[] MAGIC = "PLEURAC1".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST_BYTES = 32;
    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param settings SHA-256 of the settings that a resumed run must share
    /// @param images SHA-256 of the training and validation images' names, labels and hashes of pixels
    /// @param steps gradient steps so far
    record Progress(String settings, String images, int steps, List<EpochFigures> epochs) {}

    void write(Path file) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(tensors.length + (1 << 16));
        DataOutputStream out = new DataOutputStream(body);
        byte[] json = JSON.writeValueAsBytes(progress);
        out.writeInt(json.length);
        out.write(json);
        out.write(tensors);
        ByteArrayOutputStream whole = new ByteArrayOutputStream(body.size() + MAGIC.length + DIGEST_BYTES);
        whole.write(MAGIC);
        whole.write(sha256().digest(body.toByteArray()));
        body.writeTo(whole);
        RunFolder.replace(file, whole.toByteArray());
    }

    static Checkpoint read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "there is no checkpoint %s: the run ended in its first epoch; train anew".formatted(file));
        }
        byte[] whole = Files.readAllBytes(file);
        int start = MAGIC.length + DIGEST_BYTES;
        if (whole.length < start || !Arrays.equals(MAGIC, Arrays.copyOf(whole, MAGIC.length))) {
            throw new IllegalArgumentException(file + " is no checkpoint of this version; train anew");
        }
        byte[] body = Arrays.copyOfRange(whole, start, whole.length);
        if (!Arrays.equals(sha256().digest(body), Arrays.copyOfRange(whole, MAGIC.length, start))) {
            throw new IllegalArgumentException(file + " is torn or altered: its digest is wrong; train anew");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
        Progress progress = JSON.readValue(in.readNBytes(in.readInt()), Progress.class);
        return new Checkpoint(progress, in.readAllBytes());
    }

    static String digest(TrainingSettings settings) {
        return HexFormat.of().formatHex(sha256().digest(Presets.json(settings).getBytes(StandardCharsets.UTF_8)));
    }

    static String digest(List<ExampleList.Summary> training, List<ExampleList.Summary> validation) {
        MessageDigest digest = sha256();
        for (List<ExampleList.Summary> examples : List.of(training, validation)) {
            for (ExampleList.Summary example : examples) {
                String line = "%s %s %s %d%n"
                        .formatted(
                                example.origin().id(), example.supervision(), example.positive(), example.pixelHash());
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
