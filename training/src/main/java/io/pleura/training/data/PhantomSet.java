package io.pleura.training.data;

import io.pleura.training.phantom.PhantomRecipe;
import io.pleura.training.phantom.PhantomStudies;
import io.pleura.training.phantom.PhantomStudy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
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

    public PhantomSet {
        if (count < 1 || count > SEEDS_PER_SPLIT / 10) {
            throw new IllegalArgumentException("count must be 1.." + SEEDS_PER_SPLIT / 10 + ", is " + count);
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

    /// Builds the examples on all processors; order and content do not depend on how many there are.
    ///
    /// @param progress told the number of examples done
    public List<Example> examples(Example.InputShape shape, IntConsumer progress) {
        AtomicInteger done = new AtomicInteger();
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(index -> {
                    Example example = Example.of(study(index), shape);
                    progress.accept(done.incrementAndGet());
                    return example;
                })
                .toList();
    }
}
