package io.pleura.training;

import io.pleura.training.data.DataLoading;
import io.pleura.training.data.DataSet;
import io.pleura.training.data.DataSets;
import io.pleura.training.data.RunLengthEncoding;
import io.pleura.training.learning.RunFolder;
import io.pleura.training.learning.TrainingSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How images are read; none of it changes what a good data set gives. `--runs` is for what a command names
/// itself and for runs that do not say, and is kept in the settings of a run that is made.
final class ImageOptions {

    @Option(names = "--cache", description = "folder that keeps images in the network's size for the next run")
    private @Nullable Path cache;

    @Option(names = "--strict", description = "a row that cannot be used ends the run (else it is listed and left out)")
    private boolean strict;

    @Option(names = "--runs", description = "run-length lists of siim: ${COMPLETION-CANDIDATES} (found out)")
    private @Nullable RunLengthEncoding runs;

    /// Settings of a run that is made now.
    TrainingSettings kept(TrainingSettings settings) {
        return runs == null ? settings : settings.with(runs);
    }

    /// A data set that the command names beside those of the run.
    DataSet dataSet(String name) {
        return DataSets.of(name, runs);
    }

    LearnedImages learnedBy(List<RunFolder> runs, PrintWriter console) {
        return new LearnedImages(runs, new DataLoading(cache, strict), console);
    }

    RunImages images(TrainingSettings settings, PrintWriter console) {
        return new RunImages(settings, new DataLoading(cache, strict), runs, console);
    }
}
