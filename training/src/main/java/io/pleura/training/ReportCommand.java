package io.pleura.training;

import io.pleura.training.data.DataLoading;
import io.pleura.training.data.DataSet;
import io.pleura.training.data.DataSets;
import io.pleura.training.data.Example;
import io.pleura.training.data.LoadedData;
import io.pleura.training.data.PhantomSet;
import io.pleura.training.evaluation.Bootstrap;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.learning.TrainingSettings;
import io.pleura.training.report.Ensemble;
import io.pleura.training.report.ModelResult;
import io.pleura.training.report.Predictions;
import io.pleura.training.report.Report;
import io.pleura.training.report.TrainedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `report`: measures finished runs, or the predictions of a cross-validation, and writes a report.
@CommandLine.Command(
        name = "report",
        description = {
            "Measures finished runs on held-back images and writes OUT/report.md, OUT/report.html and its pictures.",
            "Thresholds come from each run's validation phantoms, or for --predictions from the other folds."
        },
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--run", description = "run folder; again for each seed")
    private List<Path> runs = new ArrayList<>();

    @Option(names = "--baseline", description = "run folder of a baseline; paired with the run of its seed")
    private List<Path> baselines = new ArrayList<>();

    @Option(names = "--predictions", description = "CSV with id, score, label (0 or 1) and fold, instead of runs")
    private @Nullable Path predictions;

    @Option(names = "--data", description = "test images: siim:DIR, folder:DIR (default: each run's test phantoms)")
    private @Nullable String data;

    @Option(names = "--test", description = "test phantoms (default: as many as the run's settings say)")
    private @Nullable Integer test;

    @Option(names = "--out", required = true, description = "folder of the report")
    private Path out = Path.of("report");

    @Option(names = "--flip", description = "also measure the mean of each image and its mirror image")
    private boolean flip;

    @Option(names = "--ensemble", description = "also measure the mean of all --run, on the first one's phantoms")
    private boolean ensemble;

    @Option(names = "--resamples", defaultValue = "2000", description = "of the bootstrap (${DEFAULT-VALUE})")
    private int resamples;

    @Option(names = "--seed", defaultValue = "1", description = "of the bootstrap (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--cache", description = "folder that keeps made phantoms")
    private @Nullable Path cache;

    private final Map<String, List<Example>> loaded = new HashMap<>();

    @Override
    public Integer call() throws Exception {
        if (runs.isEmpty() == (predictions == null)) {
            throw new IllegalArgumentException("say either --run RUN, once or several times, or --predictions FILE");
        }
        PrintWriter console = spec.commandLine().getOut();
        Bootstrap bootstrap = new Bootstrap(resamples, seed);
        Report report =
                predictions == null ? ofRuns(bootstrap) : ofPredictions(Predictions.read(predictions), bootstrap);
        report.document().write(out);
        console.printf("%s%n%s%n", Report.WARNING, out.resolve("report.html"));
        return 0;
    }

    private static Report ofPredictions(Predictions table, Bootstrap bootstrap) {
        ModelResult model = new ModelResult(
                "cross-validated predictions",
                ModelResult.Role.CLASEGNET,
                0,
                null,
                new ModelResult.Judged(table.judged(), null));
        return new Report(
                List.of(model),
                "those of a cross-validation, each scored by a model that had not seen it.",
                List.of(),
                List.of(table.byFold()),
                bootstrap);
    }

    private Report ofRuns(Bootstrap bootstrap) throws IOException {
        List<ModelResult> models = new ArrayList<>();
        List<Report.Gain> gains = new ArrayList<>();
        List<TrainedRun> members = new ArrayList<>();
        List<Path> all = new ArrayList<>(runs);
        all.addAll(baselines);
        for (Path folder : all) {
            TrainedRun run = TrainedRun.load(folder);
            List<Example> validation = phantoms(run.settings(), PhantomSet.Split.VALIDATION);
            List<Example> testImages = testImages(run.settings());
            ModelResult plain = result(run, run.name(), run.evaluate(validation), run.evaluate(testImages));
            models.add(plain);
            if (flip) {
                String name = run.name() + ", flipped too";
                gains.add(new Report.Gain(
                        result(run, name, run.evaluateFlipped(validation), run.evaluateFlipped(testImages)), plain));
            }
            if (runs.contains(folder)) {
                members.add(run);
            }
        }
        if (ensemble) {
            gains.add(new Report.Gain(ensemble(members), models.getFirst()));
        }
        return new Report(models, whatIsTested(), gains, List.of(), bootstrap);
    }

    private static ModelResult result(TrainedRun run, String name, Evaluation validation, Evaluation testImages) {
        return ModelResult.of(name, run.role(), run.settings().seed(), validation, testImages);
    }

    /// All members on the phantoms of the first one, which none of them was trained on as their seeds differ.
    private ModelResult ensemble(List<TrainedRun> members) throws IOException {
        if (members.size() < 2) {
            throw new IllegalArgumentException("--ensemble needs two --run or more");
        }
        TrainedRun first = members.getFirst();
        List<Example> validation = phantoms(first.settings(), PhantomSet.Split.VALIDATION);
        List<Example> testImages = testImages(first.settings());
        for (TrainedRun member : members) {
            if (!member.settings().shape().equals(first.settings().shape())) {
                throw new IllegalArgumentException(
                        "%s and %s differ in the size of input or map, and so cannot be averaged"
                                .formatted(first.name(), member.name()));
            }
        }
        int k = first.settings().minimumNodes();
        return result(
                first,
                "mean of " + members.size() + " runs",
                Ensemble.mean(
                        members.stream().map(run -> run.evaluate(validation)).toList(), k),
                Ensemble.mean(
                        members.stream().map(run -> run.evaluate(testImages)).toList(), k));
    }

    private List<Example> testImages(TrainingSettings settings) throws IOException {
        return data == null
                ? phantoms(settings, PhantomSet.Split.TEST)
                : load(DataSets.of(data, null), settings.shape());
    }

    private List<Example> phantoms(TrainingSettings settings, PhantomSet.Split split) throws IOException {
        int ofRun = settings.phantoms().test();
        int count = split == PhantomSet.Split.TEST
                ? (test == null ? ofRun : test)
                : settings.phantoms().validation();
        return load(new PhantomSet(split, settings.seed(), count), settings.shape());
    }

    /// Kept while the report is made, as runs share their images.
    private List<Example> load(DataSet set, Example.InputShape shape) throws IOException {
        String key = set + " " + shape;
        List<Example> known = loaded.get(key);
        if (known == null) {
            PrintWriter console = spec.commandLine().getOut();
            ProgressLine line = new ProgressLine(console);
            int images = set.list().items().size();
            LoadedData found =
                    new DataLoading(cache, false).load(set, shape, done -> line.at(set.name(), done / (double) images));
            found.print(console);
            known = found.examples();
            loaded.put(key, known);
        }
        return known;
    }

    private String whatIsTested() {
        return data == null
                ? "phantoms that the run was neither trained nor tuned on."
                : data
                        + ", of which no run has seen any unless its settings say so. Thresholds and calibration come from"
                        + " phantoms.";
    }
}
