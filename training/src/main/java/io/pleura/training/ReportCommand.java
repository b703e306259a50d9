package io.pleura.training;

import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Bootstrap;
import io.pleura.training.evaluation.DecisionRule;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.evaluation.Outcomes;
import io.pleura.training.report.Block;
import io.pleura.training.report.Ensemble;
import io.pleura.training.report.ModelResult;
import io.pleura.training.report.Predictions;
import io.pleura.training.report.Report;
import io.pleura.training.report.ResultsSection;
import io.pleura.training.report.TrainedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `report`: measures finished runs, or the predictions of a cross-validation, and writes a report.
@CommandLine.Command(
        name = "report",
        description = {
            "Measures finished runs on held-back images and writes OUT/report.md, OUT/report.html, OUT/predictions.csv and pictures.",
            "Thresholds come from each run's validation images, or for --predictions from the other folds."
        },
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--run", description = "run folder; again for each seed")
    private List<Path> runs = new ArrayList<>();

    @Option(
            names = "--baseline",
            description =
                    "run folder to compare with: the paper's baseline or another ClaSegNet; paired with the runs of its seed")
    private List<Path> baselines = new ArrayList<>();

    @Option(names = "--predictions", description = "CSV with id, score, label (0 or 1) and fold, instead of runs")
    private @Nullable Path predictions;

    @Option(
            names = "--data",
            description = "test images: siim:DIR, nih:DIR, folder:DIR (default: what each run held back)")
    private @Nullable String data;

    @Option(names = "--test", description = "this many test phantoms instead of what each run held back")
    private @Nullable Integer test;

    @Option(names = "--out", required = true, description = "folder of the report")
    private Path out = Path.of("report");

    @Option(names = "--flip", description = "also measure the mean of each image and its mirror image")
    private boolean flip;

    @Option(names = "--ensemble", description = "also measure the mean of all --run, on the images of the first")
    private boolean ensemble;

    @Option(names = "--resamples", defaultValue = "2000", description = "of the bootstrap (${DEFAULT-VALUE})")
    private int resamples;

    @Option(names = "--seed", defaultValue = "1", description = "of the bootstrap (${DEFAULT-VALUE})")
    private long seed;

    @Mixin
    private ImageOptions imageOptions = new ImageOptions();

    @Override
    public Integer call() throws Exception {
        if (runs.isEmpty() == (predictions == null)) {
            throw new IllegalArgumentException("say either --run RUN, once or several times, or --predictions FILE");
        }
        Path table = out.resolve("predictions.csv");
        if (predictions != null && Files.exists(table) && Files.isSameFile(predictions, table)) {
            throw new IllegalArgumentException(
                    predictions + " would be overwritten by the report's own table: name another --out");
        }
        PrintWriter console = spec.commandLine().getOut();
        Bootstrap bootstrap = new Bootstrap(resamples, seed);
        Report report =
                predictions == null ? ofRuns(bootstrap) : ofPredictions(Predictions.read(predictions), bootstrap);
        report.document().write(out);
        Files.writeString(table, report.table());
        console.printf("%s%n%s%n", report.warning(), out.resolve("report.html"));
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
                Report.warning(List.of("data sets that the table does not name")),
                List.of(model),
                List.of(),
                "those of a cross-validation, each scored by a model that had not seen it.",
                List.of(),
                table.byFold(),
                bootstrap);
    }

    private Report ofRuns(Bootstrap bootstrap) throws IOException {
        List<ModelResult> models = new ArrayList<>();
        List<Report.Gain> gains = new ArrayList<>();
        List<Block> apart = new ArrayList<>();
        StringBuilder what = new StringBuilder();
        List<TrainedRun> members = new ArrayList<>();
        TreeSet<String> seen = new TreeSet<>();
        ReportImages images =
                new ReportImages(imageOptions, data, test, spec.commandLine().getOut());
        for (Path folder : runs) {
            members.add(TrainedRun.load(folder, name(folder), false));
        }
        List<TrainedRun> all = new ArrayList<>(members);
        for (Path folder : baselines) {
            all.add(comparable(TrainedRun.load(folder, name(folder), true), members, images));
        }
        for (TrainedRun run : all) {
            List<Example> validation = images.validation(run);
            List<Example> testImages = images.test(run);
            Evaluation chosen = run.evaluate(validation);
            ModelResult plain = result(run, run.name(), chosen, run.evaluate(testImages));
            models.add(plain);
            DecisionRule rule = DecisionRule.balanced(chosen);
            for (Map.Entry<String, List<Example>> other : images.apart(run).entrySet()) {
                Outcomes judged = rule.judge(run.evaluate(other.getValue()));
                apart.addAll(ResultsSection.apart(run.name(), other.getKey(), judged, bootstrap));
                what.append(" Of %s they are images of %s alone; what it held back of %s stands apart."
                        .formatted(run.name(), String.join(", ", run.settings().deciding()), other.getKey()));
            }
            if (flip) {
                String name = run.name() + ", flipped too";
                gains.add(new Report.Gain(
                        result(run, name, run.evaluateFlipped(validation), run.evaluateFlipped(testImages)), plain));
            }
            seen.addAll(run.settings().seen());
        }
        if (ensemble) {
            gains.add(new Report.Gain(ensemble(members, images), models.getFirst()));
        }
        List<Example> pictures = images.test(all.getFirst());
        return new Report(
                Report.warning(seen), models, pictures, images.description(all) + what, gains, apart, bootstrap);
    }

    private static ModelResult result(TrainedRun run, String name, Evaluation validation, Evaluation testImages) {
        return ModelResult.of(name, run.role(), run.settings().seed(), validation, testImages);
    }

    /// The folder's name, or its path where another is called the same.
    private String name(Path folder) {
        List<Path> alike = Stream.concat(runs.stream(), baselines.stream())
                .filter(other -> Objects.equals(other.getFileName(), folder.getFileName()))
                .toList();
        if (alike.stream().filter(folder::equals).count() > 1) {
            throw new IllegalArgumentException(folder + " is named twice");
        }
        return alike.size() == 1 ? String.valueOf(folder.getFileName()) : folder.toString();
    }

    private static TrainedRun comparable(TrainedRun baseline, List<TrainedRun> members, ReportImages images)
            throws IOException {
        long seed = baseline.settings().seed();
        List<TrainedRun> paired = members.stream()
                .filter(run -> run.role() == ModelResult.Role.CLASEGNET
                        && run.settings().seed() == seed)
                .toList();
        if (paired.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s has seed %d, and no ClaSegNet named by --run has it: there is nothing to compare it with"
                            .formatted(baseline.name(), seed));
        }
        for (TrainedRun run : paired) {
            images.refuseToPair(run, baseline);
        }
        return baseline;
    }

    /// All members on the images of the first one, which no other was trained on.
    private static ModelResult ensemble(List<TrainedRun> members, ReportImages images) throws IOException {
        if (members.size() < 2) {
            throw new IllegalArgumentException("--ensemble needs two --run or more");
        }
        images.refuseToMix(members);
        TrainedRun first = members.getFirst();
        List<Example> validation = images.validation(first);
        List<Example> testImages = images.test(first);
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
}
