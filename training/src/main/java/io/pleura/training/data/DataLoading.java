package io.pleura.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
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
        long bytes = listing.items().size() * ExampleFile.recordBytes(shape);
        if (bytes > Runtime.getRuntime().maxMemory() / 2) {
            throw new IOException(
                    "%s needs %d MB in memory: take fewer images, or keep them on the disk with --cache DIR (train, report, export)"
                            .formatted(set.name(), bytes >> 20));
        }
        List<Example> examples = new ArrayList<>();
        List<BadRow> unreadable =
                decode(listing, (picture, item) -> Example.of(picture, shape), progress, examples::add);
        return LoadedData.of(set, listing, unreadable, ExampleList.of(examples));
    }

    /// Decodes all images and hands on, in the order of the list, what is made of each.
    ///
    /// @return the rows whose images could not be used
    static <T> List<BadRow> decode(
            DataSet.Listing listing, BiFunction<LabelledPicture, DataSet.Item, T> made, Progress progress, Sink<T> sink)
            throws IOException {
        List<BadRow> badRows = new ArrayList<>();
        for (int from = 0; from < listing.items().size(); from += GROUP) {
            List<DataSet.Item> group = listing.items()
                    .subList(from, Math.min(from + GROUP, listing.items().size()));
            List<Outcome<T>> outcomes;
            try {
                outcomes = group.parallelStream()
                        .map(item -> outcome(item, made, progress))
                        .toList();
            } catch (UncheckedIOException e) {
                throw new IOException(e.getMessage(), e);
            }
            for (Outcome<T> outcome : outcomes) {
                switch (outcome) {
                    case Made<T> done -> sink.add(done.made);
                    case Refused<T> refused -> badRows.add(refused.row);
                }
            }
            progress.check(badRows);
        }
        return badRows;
    }

    private sealed interface Outcome<T> {}

    private record Made<T>(T made) implements Outcome<T> {}

    private record Refused<T>(BadRow row) implements Outcome<T> {}

    private static <T> Outcome<T> outcome(
            DataSet.Item item, BiFunction<LabelledPicture, DataSet.Item, T> made, Progress progress) {
        try {
            return new Made<>(made.apply(item.picture(), item));
        } catch (BadRowException e) {
            return new Refused<>(item.bad(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            progress.step();
        }
    }

    @FunctionalInterface
    interface Sink<T> {
        void add(T made) throws IOException;
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
