package io.pleura.training.learning;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.pleura.training.data.ExampleList;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.network.Weights;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;

/// All that a training run leaves: settings, split, best weights, log, checkpoint, what it ran on, and the model
/// folder.
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

    /// Which images of its data sets were trained on, chosen by and held back.
    public Path splitFile() {
        return folder.resolve("split.json");
    }

    /// Which pixels were learned from.
    public Path learnedFile() {
        return folder.resolve("learned.json");
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
        List<TrainingSettings> before = new ArrayList<>();
        for (RunFolder folder : foldersBefore(settings)) {
            before.add(folder.settings());
        }
        return before;
    }

    /// This run and those before it, oldest first.
    public List<RunFolder> chain() throws IOException {
        List<RunFolder> chain = new ArrayList<>(foldersBefore(settings()));
        chain.add(this);
        return chain;
    }

    public static List<RunFolder> foldersBefore(TrainingSettings settings) throws IOException {
        LinkedList<RunFolder> before = new LinkedList<>();
        TrainingSettings latest = settings;
        while (latest.from() != null && before.size() < MOST_BEFORE) {
            RunFolder from = new RunFolder(Path.of(latest.from()));
            if (!Files.isRegularFile(from.settingsFile())) {
                break;
            }
            latest = from.settings();
            before.addFirst(from);
        }
        return before;
    }

    /// @param advice what to do
    /// @throws IllegalArgumentException where a run was trained here
    public void refuseUsed(String advice) {
        if (Files.exists(checkpoint())) {
            throw new IllegalArgumentException("%s holds a run already: %s".formatted(folder, advice));
        }
    }

    /// Keeps other processes from training here, until it is closed or the process ends. Where a file system has no
    /// locks, nothing does.
    ///
    /// @throws IllegalArgumentException where one trains here now
    public Closeable claim() throws IOException {
        Files.createDirectories(folder);
        FileChannel channel = FileChannel.open(folder.resolve("lock"), CREATE, WRITE);
        boolean claimed = true;
        try {
            claimed = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            claimed = false;
        } catch (IOException e) { // no locks
            return channel;
        }
        if (!claimed) {
            channel.close();
            throw new IllegalArgumentException(folder + " is being trained in by another process");
        }
        return channel;
    }

    public void write(TrainingSettings settings) throws IOException {
        Files.createDirectories(folder);
        replace(settingsFile(), Presets.json(settings).getBytes(StandardCharsets.UTF_8));
    }

    public void write(RunEnvironment environment) throws IOException {
        replace(folder.resolve("environment.json"), JSON.writeValueAsBytes(environment));
    }

    /// Nothing is left of another split where there is none.
    public void write(RecordedSplit split) throws IOException {
        if (split.sets().isEmpty()) {
            Files.deleteIfExists(splitFile());
        } else {
            replace(splitFile(), JSON.writeValueAsBytes(split));
        }
    }

    /// Nothing is left of others where there are none.
    public void write(LearnedPixels learned) throws IOException {
        if (learned.pixelHashes().isEmpty()) {
            Files.deleteIfExists(learnedFile());
        } else {
            replace(learnedFile(), JSON.writeValueAsBytes(learned));
        }
    }

    /// Empty where phantoms alone were learned from, and for runs that were made before this was written down.
    public Optional<LearnedPixels> learned() throws IOException {
        return read(learnedFile(), LearnedPixels.class);
    }

    /// Empty where nothing was divided, and for runs that were made before splits were written down.
    public Optional<RecordedSplit> split() throws IOException {
        return read(splitFile(), RecordedSplit.class);
    }

    private static <T> Optional<T> read(Path file, Class<T> type) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), type));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " is damaged: " + e.getOriginalMessage(), e);
        }
    }

    /// Whether the checkpoint knows these training and validation images, in this order and of these pixels; empty
    /// where there is no checkpoint that could.
    public Optional<Boolean> wasTrainedOn(Mixture training, ExampleList validation) throws IOException {
        if (!Files.isRegularFile(checkpoint())) {
            return Optional.empty();
        }
        String images = Checkpoint.read(checkpoint()).progress().images();
        return Optional.of(images.equals(Checkpoint.digest(training.summaries(), validation.summaries())));
    }

    void replaceWeights(ClaSegNet net) throws IOException {
        replace(weights(), Weights.bytes(net));
    }

    /// Either the old file or the whole new one is there, whenever the process or the machine dies.
    ///
    /// @throws IOException naming the file
    static void replace(Path file, byte[] bytes) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(partial, CREATE, TRUNCATE_EXISTING, WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) { // such as that of a full disk, which names no file
            throw new IOException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
