package io.pleura.training;

import io.pleura.training.data.DataLoading;
import io.pleura.training.data.DataSet;
import io.pleura.training.data.Example;
import io.pleura.training.data.ExampleList;
import io.pleura.training.learning.LearnedPixels;
import io.pleura.training.learning.RunFolder;
import io.pleura.training.learning.TrainingSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What runs have learned from, whichever folder it lay in: no copy of it is called unseen, as {@link SeenImages} does
/// for the folders themselves.
final class LearnedImages {

    private final List<RunFolder> runs;
    private final DataLoading loading;
    private final PrintWriter console;

    /// @param runs with those before them
    LearnedImages(List<RunFolder> runs, DataLoading loading, PrintWriter console) {
        this.runs = runs;
        this.loading = loading;
        this.console = console;
    }

    /// Refuses images of a data set that are the same, pixel for pixel, as such that a run has learned from or chosen
    /// by. Those of a run with another input size are read once more, in its size.
    ///
    /// @param images all or some of the set's, in some size
    void refuseCopies(DataSet set, Example.InputShape shape, ExampleList images) throws IOException {
        Set<String> told = new HashSet<>(Set.of(TrainingSettings.PHANTOMS));
        for (RunFolder run : runs) {
            TrainingSettings settings = run.settings();
            Optional<LearnedPixels> learned = run.learned();
            if (learned.isPresent()) {
                boolean sameSize = learned.get().inputSize() == shape.inputSize();
                refuse(
                        run.folder().toString(),
                        set,
                        learned.get().among(sameSize ? images : inSizeOf(settings, set, images)),
                        images.size());
            } else if (!told.containsAll(settings.seen())) {
                console.printf(
                        "%s does not say which images it has learned from: whether %s has copies of them cannot be checked%n",
                        run.folder(), set.name());
            }
            told.addAll(settings.seen());
        }
    }

    private ExampleList inSizeOf(TrainingSettings settings, DataSet set, ExampleList images) throws IOException {
        Set<String> ids =
                images.summaries().stream().map(image -> image.origin().id()).collect(Collectors.toSet());
        int count = set.list().items().size();
        ProgressLine line = new ProgressLine(console);
        ExampleList all = loading.load(set, settings.shape(), done -> line.at(set.name(), done / (double) count))
                .examples();
        return all.subset(IntStream.range(0, all.size())
                .filter(index -> ids.contains(all.summary(index).origin().id()))
                .toArray());
    }

    static void refuse(String network, DataSet set, List<String> copies, int images) {
        if (!copies.isEmpty()) {
            throw new IllegalArgumentException(
                    ("%s was trained on, or chosen by, copies of %d of the %d images of %s (%s first), so that they are not"
                                    + " unseen: leave them out of its table")
                            .formatted(network, copies.size(), images, set.name(), copies.getFirst()));
        }
    }
}
