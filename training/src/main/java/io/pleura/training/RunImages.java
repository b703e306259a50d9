package io.pleura.training;

import io.pleura.training.data.DataLoading;
import io.pleura.training.data.DataSet;
import io.pleura.training.data.DataSets;
import io.pleura.training.data.DataSplit;
import io.pleura.training.data.Example;
import io.pleura.training.data.ExampleList;
import io.pleura.training.data.LoadedData;
import io.pleura.training.data.PhantomSet;
import io.pleura.training.data.RunLengthEncoding;
import io.pleura.training.learning.LearnedPixels;
import io.pleura.training.learning.Mixture;
import io.pleura.training.learning.RunFolder;
import io.pleura.training.learning.TrainingSettings;
import io.pleura.training.phantom.PhantomRecipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The training, validation and test images that the settings of a run name. Each data set is read when it is first
/// asked for. Phantoms have seeds of their own for each of the three, all other data sets are split by patient
/// together, so that nobody who is tested in one is trained on in another. Where there are several data sets,
/// validation and test images are those of {@link TrainingSettings#deciding}.
final class RunImages {

    private final TrainingSettings settings;
    private final DataLoading loading;
    private final @Nullable RunLengthEncoding runs;
    private final PrintWriter console;
    private final Map<String, DataSplit> splits = new LinkedHashMap<>();

    /// @param runs how run-length lists are meant where the settings do not say
    RunImages(TrainingSettings settings, DataLoading loading, @Nullable RunLengthEncoding runs, PrintWriter console) {
        this(settings, loading, runs, console, Map.of());
    }

    /// @param divided what is known of the data sets already
    RunImages(
            TrainingSettings settings,
            DataLoading loading,
            @Nullable RunLengthEncoding runs,
            PrintWriter console,
            Map<String, DataSplit> divided) {
        splits.putAll(divided);
        this.settings = settings;
        this.loading = loading;
        this.runs = settings.runs() == null ? runs : settings.runs();
        this.console = console;
    }

    Mixture training() throws IOException {
        List<Mixture.Part> parts = new ArrayList<>();
        for (TrainingSettings.Source source : settings.data()) {
            ExampleList examples = examples(source.source(), PhantomSet.Split.TRAINING);
            double share = source.share() == null ? examples.size() : source.share();
            parts.add(new Mixture.Part(source.source(), share, examples));
        }
        return new Mixture(parts);
    }

    ExampleList validation() throws IOException {
        List<ExampleList> lists = new ArrayList<>();
        for (String source : settings.deciding()) {
            lists.add(examples(source, PhantomSet.Split.VALIDATION));
        }
        return ExampleList.joined(lists);
    }

    /// Ids carry the name of their set where several decide. So runs that hold the same images back name them alike,
    /// whatever else they were trained on.
    ExampleList test() throws IOException {
        List<String> deciding = settings.deciding();
        List<ExampleList> lists = new ArrayList<>();
        for (String source : deciding) {
            lists.add(deciding.size() == 1 ? test(source) : test(source).named(source));
        }
        return ExampleList.joined(lists);
    }

    /// What the other data sets hold back, by their names.
    Map<String, List<Example>> apart() throws IOException {
        Map<String, List<Example>> apart = new LinkedHashMap<>();
        for (String source : settings.apart()) {
            apart.put(source, test(source));
        }
        return apart;
    }

    /// What is held back of a data set.
    ExampleList test(String source) throws IOException {
        return examples(source, PhantomSet.Split.TEST);
    }

    /// That many phantoms which the run has not seen, of the chests that it was trained on.
    ExampleList testPhantoms(int count) throws IOException {
        return phantoms(PhantomSet.Split.TEST, count);
    }

    private ExampleList examples(String source, PhantomSet.Split split) throws IOException {
        if (source.equals(TrainingSettings.PHANTOMS)) {
            return phantoms(split, count(split));
        }
        return switch (split) {
            case TRAINING -> named(source, splits()).training();
            case VALIDATION -> named(source, splits()).validation();
            case TEST -> Objects.requireNonNull(splits().get(source)).test();
        };
    }

    /// Phantoms of one seed with other chests are other pictures, so that their ids name the chests where models are
    /// compared. Those of training and validation stay what checkpoints know them by.
    private ExampleList phantoms(PhantomSet.Split split, int count) throws IOException {
        PhantomSet set = new PhantomSet(split, settings.seed(), count, population(split));
        ExampleList examples =
                load(set, split.name().toLowerCase(Locale.ROOT) + " phantoms").examples();
        boolean plain = set.population().chests() == PhantomRecipe.Chests.PLAIN;
        return plain || split != PhantomSet.Split.TEST
                ? examples
                : examples.named(set.population().chests().name());
    }

    /// Several data sets may name their images alike, so that ids of training and validation carry the name of their
    /// set then.
    static DataSplit named(String source, Map<String, DataSplit> splits) {
        DataSplit split = Objects.requireNonNull(splits.get(source));
        return splits.size() == 1 ? split : split.named(source);
    }

    /// Of each data set but phantoms, in their order.
    private Map<String, DataSplit> splits() throws IOException {
        List<String> sources = settings.data().stream()
                .map(TrainingSettings.Source::source)
                .filter(source -> !source.equals(TrainingSettings.PHANTOMS))
                .toList();
        if (splits.size() < sources.size()) {
            if (sources.stream().map(SeenImages::spelled).distinct().count() < sources.size()) {
                throw new IllegalArgumentException(
                        "%s: two of these are the same; @SHARE gives a data set more of each batch"
                                .formatted(String.join(", ", sources)));
            }
            List<ExampleList> sets = new ArrayList<>();
            for (String source : sources) {
                sets.add(whole(DataSets.of(source, runs)));
            }
            List<DataSplit> divided = DataSplit.of(sets, settings.seed());
            for (int i = 0; i < sources.size(); i++) {
                splits.put(sources.get(i), divided.get(i));
            }
        }
        return splits;
    }

    /// Writes down how the images are divided, for {@link #refuseOtherSplit}, and which the run learns from and chooses
    /// by.
    ///
    /// @param more that it has seen
    void recordSplit(RunFolder run, ExampleList... more) throws IOException {
        run.write(UnchangedSplit.record(splits()));
        run.write(LearnedPixels.of(
                settings.inputSize(),
                Stream.concat(learned().stream(), Stream.of(more)).toList()));
    }

    private List<ExampleList> learned() throws IOException {
        return splits().values().stream()
                .flatMap(split -> Stream.of(split.training(), split.validation()))
                .toList();
    }

    /// Refuses images that are divided otherwise now than when some runs were trained on them.
    void refuseOtherSplit(List<RunFolder> trained) throws IOException {
        UnchangedSplit unchanged = new UnchangedSplit(settings, splits(), console);
        for (RunFolder run : trained) {
            unchanged.refuseOther(run);
        }
    }

    /// Refuses images of another place that are the same, pixel for pixel, as such that the run, or one before it, has
    /// learned from or chosen by. A run that has not written down which those were is asked for its data sets.
    void refuseCopies(RunFolder run, DataSet set, ExampleList images) throws IOException {
        boolean written = run.learned().isPresent();
        if (!written) {
            refuseCopiesOfOwn(run.folder().toString(), set, images);
        }
        learnedBy(written ? run.chain() : RunFolder.foldersBefore(settings))
                .refuseCopies(set, settings.shape(), images);
    }

    /// Refuses images that are the same as such that these settings train on.
    ///
    /// @param network in messages
    void refuseCopiesOfOwn(String network, DataSet set, ExampleList images) throws IOException {
        LearnedImages.refuse(
                network, set, LearnedPixels.of(settings.inputSize(), learned()).among(images), images.size());
    }

    /// Refuses to hold back copies of what runs have learned from whose weights are gone on from.
    void refuseToHoldBackCopies(List<RunFolder> before) throws IOException {
        for (Map.Entry<String, DataSplit> set : splits().entrySet()) {
            learnedBy(before)
                    .refuseCopies(
                            DataSets.of(set.getKey(), runs),
                            settings.shape(),
                            set.getValue().test());
        }
    }

    private LearnedImages learnedBy(List<RunFolder> before) {
        return new LearnedImages(before, loading, console);
    }

    /// All images of a set in the shape of the run.
    ExampleList whole(DataSet set) throws IOException {
        LoadedData loaded = load(set, set.name());
        loaded.print(console);
        return loaded.usable();
    }

    private LoadedData load(DataSet set, String what) throws IOException {
        int count = set.list().items().size();
        ProgressLine line = new ProgressLine(console);
        return loading.load(set, settings.shape(), done -> line.at(what, done / (double) count));
    }

    /// Sizes are what settings say in training alone: thresholds and figures come from sizes as they are.
    private PhantomRecipe.Population population(PhantomSet.Split split) {
        TrainingSettings.Phantoms phantoms = settings.phantoms();
        return switch (split) {
            case TRAINING ->
                new PhantomRecipe.Population(phantoms.drains(), phantoms.largeLesions(), phantoms.chests());
            case VALIDATION -> new PhantomRecipe.Population(phantoms.drains(), 0, phantoms.chests());
            case TEST -> PhantomRecipe.Population.usual(phantoms.chests());
        };
    }

    private int count(PhantomSet.Split split) {
        return switch (split) {
            case TRAINING -> settings.phantoms().training();
            case VALIDATION -> settings.phantoms().validation();
            case TEST -> settings.phantoms().test();
        };
    }
}
