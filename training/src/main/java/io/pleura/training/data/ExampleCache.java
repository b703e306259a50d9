package io.pleura.training.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;

/// Keeps made examples in a folder, so that a second run need not make them again. A file is named by all that decides
/// its content: the data set's identity, to which its files' sizes and times belong, the shape of input and map, and
/// {@link #GENERATOR}, which must be raised when phantoms or preprocessing change.
public record ExampleCache(Path folder) {

    /// Version of phantoms and preprocessing.
    public static final int GENERATOR = 5;

    public List<Example> examples(PhantomSet set, Example.InputShape shape, IntConsumer progress) throws IOException {
        return load(set, shape, new DataLoading.Progress(progress, false)).examples();
    }

    LoadedData load(DataSet set, Example.InputShape shape, DataLoading.Progress progress) throws IOException {
        Files.createDirectories(folder);
        DataSet.Listing listing = set.list();
        progress.check(listing.badRows());
        Path file = file(set, listing, shape);
        if (!Files.exists(file)) {
            try (ExampleFile.Writer writer = new ExampleFile.Writer(file)) {
                List<BadRow> unreadable = DataLoading.decode(
                        listing, (picture, item) -> Example.of(picture, shape), progress, writer::add);
                writer.finish(unreadable);
            }
        }
        ExampleFile made = ExampleFile.open(file, shape);
        progress.check(made.badRows());
        return LoadedData.of(set, listing, made.badRows(), made.examples());
    }

    private Path file(DataSet set, DataSet.Listing listing, Example.InputShape shape) {
        String kind = set.name().replaceFirst(":.*", "");
        String content = listing.identity().length() > 64
                ? Hashing.hex(listing.identity().getBytes(StandardCharsets.UTF_8))
                : listing.identity();
        return folder.resolve("%s-%s-v%d-input%d-map%d-cells%d.examples"
                .formatted(kind, content, GENERATOR, shape.inputSize(), shape.mapSize(), shape.cellsPerEdge()));
    }
}
