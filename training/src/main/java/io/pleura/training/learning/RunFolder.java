package io.pleura.training.learning;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.network.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedList;
import java.util.List;

/// All that a training run leaves: settings, best weights, log, checkpoint, what it ran on, and the model folder.
public record RunFolder(Path folder) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /// Nobody goes on so often; folders that name each other would never end.
    private static final int MOST_BEFORE = 32;

    public Path settingsFile() {
        return folder.resolve("settings.json");
    }

    /// The best epoch's weights.
    public Path weights() {
        return folder.resolve("weights.pt");
    }

    /// A line an epoch.
    public Path log() {
        return folder.resolve("log.csv");
    }

    /// The state after the last epoch that ended, to go on from.
    public Path checkpoint() {
        return folder.resolve("checkpoint.bin");
    }

    public Path model() {
        return folder.resolve("model");
    }

    public TrainingSettings settings() throws IOException {
        if (!Files.isRegularFile(settingsFile())) {
            throw new IllegalArgumentException(folder + " is no run folder: it has no settings.json");
        }
        return Presets.read(settingsFile());
    }

    /// The settings of the runs whose weights a run went on from, oldest first, as far as their folders are there.
    public static List<TrainingSettings> before(TrainingSettings settings) throws IOException {
        LinkedList<TrainingSettings> before = new LinkedList<>();
        TrainingSettings latest = settings;
        while (latest.from() != null && before.size() < MOST_BEFORE) {
            RunFolder from = new RunFolder(Path.of(latest.from()));
            if (!Files.isRegularFile(from.settingsFile())) {
                break;
            }
            latest = from.settings();
            before.addFirst(latest);
        }
        return before;
    }

    public void write(TrainingSettings settings) throws IOException {
        Files.createDirectories(folder);
        replace(settingsFile(), Presets.json(settings).getBytes(StandardCharsets.UTF_8));
    }

    public void write(RunEnvironment environment) throws IOException {
        replace(folder.resolve("environment.json"), JSON.writeValueAsBytes(environment));
    }

    void replaceWeights(ClaSegNet net) throws IOException {
        Path partial = folder.resolve("weights.pt.part");
        Weights.save(net, partial);
        Files.move(partial, weights(), StandardCopyOption.ATOMIC_MOVE);
    }

    /// Either the old file or the whole new one is there, whenever the process or the machine dies.
    static void replace(Path file, byte[] bytes) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(partial, CREATE, TRUNCATE_EXISTING, WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
