package io.pleura.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Brings a data set's images into the shape of the network's input.
///
/// @param cache folder that keeps them; null: they stay in memory, which must suffice
/// @param strict a bad row ends the loading; otherwise it is listed and left out
public record DataLoading(@Nullable Path cache, boolean strict) {

    /// Images are decoded in groups of this many, on all processors, so that few are in memory in full size.
    private static final int GROUP = 64;

    /// @param done told the number of images decoded so far
    public LoadedData load(DataSet set, Example.InputShape shape, IntConsumer done) throws IOException {
        Progress progress = new Progress(done, strict);
        if (cache != null) {
            return new ExampleCache(cache).load(set, shape, progress);
        }
        DataSet.Listing listing = set.list();
        progress.check(listing.badRows());
        long bytes = listing.items().size()
                * (2L * shape.inputSize() * shape.inputSize() + 4L * shape.mapSize() * shape.mapSize());
        if (bytes > Runtime.getRuntime().maxMemory() / 2) {
            throw new IOException(
                    "%s needs %d MB in memory; --cache DIR keeps it on the disk".formatted(set.name(), bytes >> 20));
        }
        List<Example> examples = new ArrayList<>();
        List<BadRow> unreadable = decode(listing, shape, progress, examples::add);
        return LoadedData.of(set, listing, unreadable, ExampleList.of(examples));
    }

    /// Decodes all images in the order of the list.
    ///
    /// @return the rows whose images could not be used
    static List<BadRow> decode(DataSet.Listing listing, Example.InputShape shape, Progress progress, ExampleSink sink)
            throws IOException {
        List<BadRow> badRows = new ArrayList<>();
        for (int from = 0; from < listing.items().size(); from += GROUP) {
            List<DataSet.Item> group = listing.items()
                    .subList(from, Math.min(from + GROUP, listing.items().size()));
            List<Outcome> outcomes;
            try {
                outcomes = IntStream.range(0, group.size())
                        .parallel()
                        .mapToObj(i -> outcome(group.get(i), shape, progress))
                        .toList();
            } catch (UncheckedIOException e) {
                throw new IOException(e.getMessage(), e);
            }
            for (Outcome outcome : outcomes) {
                switch (outcome) {
                    case Decoded decoded -> sink.add(decoded.example);
                    case Refused refused -> badRows.add(refused.row);
                }
            }
            progress.check(badRows);
        }
        return badRows;
    }

    private sealed interface Outcome {}

    private record Decoded(Example example) implements Outcome {}

    private record Refused(BadRow row) implements Outcome {}

    private static Outcome outcome(DataSet.Item item, Example.InputShape shape, Progress progress) {
        try {
            return new Decoded(Example.of(item.picture(), shape));
        } catch (BadRowException e) {
            return new Refused(item.bad(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            progress.step();
        }
    }

    @FunctionalInterface
    interface ExampleSink {
        void add(Example example) throws IOException;
    }

    /// Counts, and stops at the first bad row where it is to.
    static final class Progress {

        private final IntConsumer done;
        private final boolean strict;
        private final AtomicInteger count = new AtomicInteger();

        Progress(IntConsumer done, boolean strict) {
            this.done = done;
            this.strict = strict;
        }

        void step() {
            done.accept(count.incrementAndGet());
        }

        void check(List<BadRow> badRows) throws IOException {
            if (strict && !badRows.isEmpty()) {
                throw badRows.getFirst().refusal();
            }
        }
    }
}
