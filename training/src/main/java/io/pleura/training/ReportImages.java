package io.pleura.training;

import io.pleura.training.data.DataSet;
import io.pleura.training.data.Example;
import io.pleura.training.data.ExampleList;
import io.pleura.training.evaluation.Pairs;
import io.pleura.training.learning.TrainingSettings;
import io.pleura.training.report.TrainedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The validation and test images of the runs in a report, each set read once. Refuses what a run was trained on.
final class ReportImages {

    private final ImageOptions options;
    private final @Nullable String data;
    private final @Nullable Integer testPhantoms;
    private final PrintWriter console;
    private final Map<String, RunImages> readers = new HashMap<>();
    private final Map<String, ExampleList> known = new HashMap<>();

    /// @param data data set to test on; null: what each run held back
    /// @param testPhantoms that many instead of what each run held back
    ReportImages(ImageOptions options, @Nullable String data, @Nullable Integer testPhantoms, PrintWriter console) {
        if (data != null && testPhantoms != null) {
            throw new IllegalArgumentException("--test counts phantoms; leave it out with --data");
        }
        this.options = options;
        this.data = data;
        this.testPhantoms = testPhantoms;
        this.console = console;
    }

    ExampleList validation(TrainedRun run) throws IOException {
        TrainingSettings settings = run.settings();
        reader(settings).refuseOtherSplit(run.folder().chain());
        return read("validation " + key(settings), settings, images -> images.validation());
    }

    ExampleList test(TrainedRun run) throws IOException {
        TrainingSettings settings = run.settings();
        if (data != null) {
            String tested = data;
            SeenImages.refuse(run.name(), settings, tested);
            DataSet set = options.dataSet(tested);
            ExampleList whole = read("test " + tested, settings, images -> images.whole(set));
            reader(settings).refuseCopies(run.folder(), set, whole);
            return whole;
        }
        if (testPhantoms != null) {
            int count = testPhantoms;
            String key = "test %d of seed %d, %s"
                    .formatted(count, settings.seed(), settings.phantoms().chests());
            return read(key, settings, images -> images.testPhantoms(count));
        }
        SeenImages.refuseOtherSplit(settings);
        reader(settings).refuseOtherSplit(run.folder().chain());
        return read("test " + key(settings), settings, images -> images.test());
    }

    /// Test images of the data sets that decide nothing for a run, by their names; none with test images of one's own.
    Map<String, List<Example>> apart(TrainedRun run) throws IOException {
        Map<String, List<Example>> apart = new LinkedHashMap<>();
        if (data == null && testPhantoms == null) {
            TrainingSettings settings = run.settings();
            for (String source : settings.apart()) {
                String key = "test " + source + " of " + key(settings);
                apart.put(source, read(key, settings, images -> images.test(source)));
            }
        }
        return apart;
    }

    /// Refuses to compare runs on different images, before they are scored.
    void refuseToPair(TrainedRun run, TrainedRun baseline) throws IOException {
        try {
            Pairs.check(test(run), test(baseline));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s cannot be compared with %s: %s".formatted(run.name(), baseline.name(), e.getMessage()), e);
        }
    }

    /// Runs that split a data set by different seeds have no image that none of them was trained on.
    void refuseToMix(List<TrainedRun> members) {
        TrainingSettings first = members.getFirst().settings();
        for (TrainedRun member : members) {
            boolean sameSplit = member.settings().seed() == first.seed();
            if (data == null && !sameSplit && !member.settings().phantomsOnly()) {
                throw new IllegalArgumentException(
                        "%s was trained on images that may be among %s's test images; give test images with --data"
                                .formatted(member.name(), members.getFirst().name()));
            }
        }
    }

    /// One sentence for the report.
    String description(List<TrainedRun> runs) {
        if (data != null) {
            return data + ", which none of the runs was trained on. Thresholds and calibration come from what each run"
                    + " held back for validation.";
        }
        return testPhantoms != null
                ? "phantoms of each run's own seed and kind of chests (%s) that it was neither trained nor tuned on."
                        .formatted(chests(runs))
                : "what each run held back: it was neither trained nor tuned on them.";
    }

    private static String chests(List<TrainedRun> runs) {
        return runs.stream()
                .map(run -> run.settings().phantoms().chests().name())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private ExampleList read(String key, TrainingSettings settings, Reading reading) throws IOException {
        String keyOfShape = key + settings.shape();
        ExampleList images = known.get(keyOfShape);
        if (images == null) {
            images = reading.from(reader(settings));
            known.put(keyOfShape, images);
        }
        return images;
    }

    private RunImages reader(TrainingSettings settings) {
        return readers.computeIfAbsent(key(settings) + settings.shape(), key -> options.images(settings, console));
    }

    /// All that decides what a run is trained, validated and tested on.
    private static String key(TrainingSettings settings) {
        return "" + settings.data() + settings.runs() + settings.phantoms() + settings.seed();
    }

    @FunctionalInterface
    private interface Reading {
        ExampleList from(RunImages images) throws IOException;
    }
}
