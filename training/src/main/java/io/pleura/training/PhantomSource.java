package io.pleura.training;

import io.pleura.training.data.Example;
import io.pleura.training.data.ExampleCache;
import io.pleura.training.data.PhantomSet;
import io.pleura.training.learning.TrainingSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The phantoms of a run, from the cache where there is one.
record PhantomSource(@Nullable Path cache, TrainingSettings settings, PrintWriter console) {

    List<Example> examples(PhantomSet.Split split) throws IOException {
        PhantomSet set = new PhantomSet(split, settings.seed(), count(split));
        ProgressLine line = new ProgressLine(console);
        String what = split.name().toLowerCase(Locale.ROOT) + " phantoms";
        if (cache == null) {
            return set.examples(settings.shape(), done -> line.at(what, done / (double) set.count()));
        }
        return new ExampleCache(cache)
                .examples(set, settings.shape(), done -> line.at(what, done / (double) set.count()));
    }

    private int count(PhantomSet.Split split) {
        return switch (split) {
            case TRAINING -> settings.phantoms().training();
            case VALIDATION -> settings.phantoms().validation();
            case TEST -> settings.phantoms().test();
        };
    }
}
