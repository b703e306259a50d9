package io.pleura.training.data;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Examples of which only the labels need be in memory: the pixels are read when an example is asked for, where they
/// lie in a cache. Unmodifiable; safe for any number of threads.
public final class ExampleList extends AbstractList<Example> implements RandomAccess {

    private final List<Summary> summaries;
    private final IntFunction<Example> examples;

    /// What is known of an example without its pixels.
    ///
    /// @param pixelHash equal for equal pixels, so that copies of an image do not straddle a split
    public record Summary(
            Example.Origin origin,
            Example.Supervision supervision,
            boolean positive,
            double lesionArea,
            String finding,
            Set<String> traits,
            long pixelHash) {

        static Summary of(Example example) {
            return new Summary(
                    example.origin(),
                    example.supervision(),
                    example.positive(),
                    example.lesionArea(),
                    example.finding(),
                    example.traits(),
                    Hashing.of(example.pixels()));
        }

        Summary named(String set) {
            return new Summary(
                    new Example.Origin(set + "/" + origin.id(), origin.patient()),
                    supervision,
                    positive,
                    lesionArea,
                    finding,
                    traits,
                    pixelHash);
        }

        Example example(int size, short[] pixels, float[] coverage, byte[] cells) {
            return new Example(
                    origin, size, pixels, coverage, cells, supervision, positive, lesionArea, finding, traits);
        }
    }

    /// @param examples reads the example of an index
    ExampleList(List<Summary> summaries, IntFunction<Example> examples) {
        this.summaries = List.copyOf(summaries);
        this.examples = examples;
    }

    /// Examples that are in memory.
    public static ExampleList of(List<Example> examples) {
        List<Example> kept = List.copyOf(examples);
        return new ExampleList(kept.stream().map(Summary::of).toList(), kept::get);
    }

    /// One list after the other, for instance of different data sets.
    public static ExampleList joined(List<ExampleList> lists) {
        List<Summary> summaries =
                lists.stream().flatMap(list -> list.summaries.stream()).toList();
        int[] firsts = new int[lists.size()];
        for (int i = 1; i < firsts.length; i++) {
            firsts[i] = firsts[i - 1] + lists.get(i - 1).size();
        }
        List<ExampleList> kept = List.copyOf(lists);
        return new ExampleList(summaries, index -> {
            int list = firsts.length - 1;
            while (firsts[list] > index) {
                list--;
            }
            return kept.get(list).get(index - firsts[list]);
        });
    }

    /// The same with the name of their data set before each id, where there are others to be told from.
    public ExampleList named(String set) {
        List<Summary> named =
                summaries.stream().map(summary -> summary.named(set)).toList();
        return new ExampleList(named, index -> {
            Example example = examples.apply(index);
            return named.get(index).example(example.size(), example.pixels(), example.coverage(), example.cells());
        });
    }

    @Override
    public int size() {
        return summaries.size();
    }

    @Override
    public Example get(int index) {
        return examples.apply(index);
    }

    /// Of all examples, in order.
    public List<Summary> summaries() {
        return summaries;
    }

    public Summary summary(int index) {
        return summaries.get(index);
    }

    public long positives() {
        return summaries.stream().filter(Summary::positive).count();
    }

    /// The examples at some indices, in their order.
    public ExampleList subset(int... indices) {
        int[] kept = indices.clone();
        return new ExampleList(
                IntStream.of(kept).mapToObj(summaries::get).toList(), index -> examples.apply(kept[index]));
    }
}
