package io.pleura.training.data;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/// Keeps made examples in a folder, so that a second run need not make them again. A file is named by all that decides
/// its content; when the generator changes, {@link #GENERATOR} must.
public record ExampleCache(Path folder) {

    /// Version of phantoms and preprocessing.
    public static final int GENERATOR = 1;

    private static final int BUFFER_BYTES = 1 << 20;

    public List<Example> examples(PhantomSet set, Example.InputShape shape, IntConsumer progress) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("phantoms-f2-v%d-%s-seed%d-n%d-input%d-map%d.bin"
                .formatted(GENERATOR, set.split(), set.seed(), set.count(), shape.inputSize(), shape.mapSize()));
        if (Files.exists(file)) {
            return read(file, set.count(), shape);
        }
        List<Example> examples = set.examples(shape, progress);
        write(file, examples);
        return examples;
    }

    private static void write(Path file, List<Example> examples) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(partial), BUFFER_BYTES))) {
            for (Example example : examples) {
                out.writeUTF(example.origin().id());
                out.writeUTF(example.origin().patient());
                out.writeUTF(example.supervision().name());
                ByteBuffer pixels = ByteBuffer.allocate(2 * example.pixels().length);
                pixels.asShortBuffer().put(example.pixels());
                out.write(pixels.array());
                for (float coverage : example.coverage()) {
                    out.writeFloat(coverage);
                }
                out.writeBoolean(example.positive());
                out.writeDouble(example.lesionArea());
                out.writeUTF(example.finding());
            }
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<Example> read(Path file, int count, Example.InputShape shape) throws IOException {
        List<Example> examples = new ArrayList<>(count);
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
            for (int i = 0; i < count; i++) {
                Example.Origin origin = new Example.Origin(in.readUTF(), in.readUTF());
                Example.Supervision supervision = Example.Supervision.valueOf(in.readUTF());
                byte[] bytes = in.readNBytes(2 * shape.inputSize() * shape.inputSize());
                short[] pixels = new short[shape.inputSize() * shape.inputSize()];
                ByteBuffer.wrap(bytes).asShortBuffer().get(pixels);
                float[] coverage = new float[shape.mapSize() * shape.mapSize()];
                for (int node = 0; node < coverage.length; node++) {
                    coverage[node] = in.readFloat();
                }
                examples.add(new Example(
                        origin,
                        shape.inputSize(),
                        pixels,
                        coverage,
                        supervision,
                        in.readBoolean(),
                        in.readDouble(),
                        in.readUTF()));
            }
        }
        return examples;
    }
}
