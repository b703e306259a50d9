package io.pleura.training.data;

import io.pleura.training.phantom.PhantomRecipe;
import io.pleura.training.phantom.PhantomStudies;
import io.pleura.training.phantom.PhantomStudy;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// A range of phantoms: half with pneumothorax, none shared between the splits.
///
/// @param seed the run's seed; every split of every run has seeds of its own as long as run seeds differ
public record PhantomSet(Split split, long seed, int count, PhantomRecipe.Population population) implements DataSet {

    public PhantomSet(Split split, long seed, int count) {
        this(split, seed, count, PhantomRecipe.Population.usual(PhantomRecipe.Chests.PLAIN));
    }

    public enum Split {
        TRAINING,
        VALIDATION,
        TEST
    }

    private static final long SEEDS_PER_SPLIT = 100_000_000L;

    private static final int MOST_COUNT = 1_000_000;

    /// What the phantoms of a larger one would be made from is not a number of its own.
    private static final long MOST_SEED = Long.MAX_VALUE / SEEDS_PER_SPLIT / 3 - 1;

    public PhantomSet {
        if (count < 1 || count > MOST_COUNT) {
            throw new IllegalArgumentException("count must be 1.." + MOST_COUNT + ", is " + count);
        }
        if (Math.abs(seed) > MOST_SEED || seed == Long.MIN_VALUE) {
            throw new IllegalArgumentException("seed must be %d..%d, is %d".formatted(-MOST_SEED, MOST_SEED, seed));
        }
    }

    public PhantomStudy study(int index) {
        long first = (3 * seed + split.ordinal()) * SEEDS_PER_SPLIT;
        return PhantomStudies.make(first + index, index % 2 == 0, population);
    }

    @Override
    public String name() {
        return "phantoms";
    }

    @Override
    public Listing list() {
        String identity = "f3-v%d-%s-seed%d-n%d-%s-%s-large%s"
                .formatted(
                        ExampleCache.GENERATOR,
                        split,
                        seed,
                        count,
                        population.drains(),
                        population.chests(),
                        population.largeLesions());
        List<Item> items = IntStream.range(0, count)
                .mapToObj(index -> new Item(Path.of(name()), index + 1, () -> Example.picture(study(index))))
                .toList();
        return new Listing(identity, items, List.of(), 0);
    }
}
