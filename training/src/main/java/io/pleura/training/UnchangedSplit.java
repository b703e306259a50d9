package io.pleura.training;

import io.pleura.training.data.DataSplit;
import io.pleura.training.data.ExampleList;
import io.pleura.training.learning.Mixture;
import io.pleura.training.learning.RecordedSplit;
import io.pleura.training.learning.RunFolder;
import io.pleura.training.learning.TrainingSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether images are still divided as when a run was trained: where a file came or went, some that the run has learned
/// from would pass for held back. Runs keep their split; of one that is older than that its checkpoint tells, where it
/// can.
final class UnchangedSplit {

    private static final String WHAT_TO_DO = "Put files and table back as they were, or train anew";

    private final TrainingSettings settings;
    private final Map<String, DataSplit> now;
    private final PrintWriter console;

    /// @param now by the names of the data sets
    UnchangedSplit(TrainingSettings settings, Map<String, DataSplit> now, PrintWriter console) {
        this.settings = settings;
        this.now = now;
        this.console = console;
    }

    static RecordedSplit record(Map<String, DataSplit> splits) {
        Map<String, RecordedSplit.Parts> parts = new LinkedHashMap<>();
        splits.forEach((source, split) -> parts.put(source, RecordedSplit.Parts.of(split)));
        return new RecordedSplit(parts);
    }

    /// @throws IllegalArgumentException where the run had others for training, validation or test
    void refuseOther(RunFolder run) throws IOException {
        if (now.isEmpty()) {
            return;
        }
        Optional<RecordedSplit> recorded = run.split();
        if (recorded.isEmpty()) {
            refuseByCheckpoint(run);
            return;
        }
        recorded.get()
                .sets()
                .forEach((set, parts) -> now.forEach((source, split) -> {
                    String changes = SeenImages.spelled(set).equals(SeenImages.spelled(source))
                            ? parts.changes(RecordedSplit.Parts.of(split))
                            : "";
                    if (!changes.isEmpty()) {
                        throw new IllegalArgumentException("%s is not divided as it was when %s was trained: %s. %s"
                                .formatted(source, run.folder(), changes, WHAT_TO_DO));
                    }
                }));
    }

    /// A checkpoint knows the images of training and validation by one hash, phantoms among them, and at the size
    /// of its own input.
    private void refuseByCheckpoint(RunFolder run) throws IOException {
        TrainingSettings theirs = run.settings();
        List<String> sources =
                theirs.data().stream().map(TrainingSettings.Source::source).toList();
        if (sources.stream().noneMatch(source -> SeenImages.holdsBack(settings, source))) {
            return;
        }
        boolean comparable =
                now.keySet().equals(Set.copyOf(sources)) && theirs.shape().equals(settings.shape());
        Optional<Boolean> same = comparable ? run.wasTrainedOn(training(theirs), validation(theirs)) : Optional.empty();
        if (same.isEmpty()) {
            console.printf(
                    "%s does not say how its images were divided: whether those held back now are the same cannot be checked%n",
                    run.folder());
        } else if (!same.get()) {
            throw new IllegalArgumentException(
                    ("the images of %s are not those that %s was trained on, or are read otherwise now, so that some that"
                                    + " it has seen could be held back. %s")
                            .formatted(String.join(", ", sources), run.folder(), WHAT_TO_DO));
        }
    }

    private Mixture training(TrainingSettings theirs) {
        List<Mixture.Part> parts = new ArrayList<>();
        for (TrainingSettings.Source source : theirs.data()) {
            parts.add(
                    new Mixture.Part(source.source(), 1, named(source.source()).training()));
        }
        return new Mixture(parts);
    }

    private ExampleList validation(TrainingSettings theirs) {
        return ExampleList.joined(theirs.deciding().stream()
                .map(source -> named(source).validation())
                .toList());
    }

    private DataSplit named(String source) {
        return RunImages.named(source, now);
    }
}
