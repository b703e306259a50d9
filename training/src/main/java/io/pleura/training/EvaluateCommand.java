package io.pleura.training;

import io.pleura.training.data.DataLoading;
import io.pleura.training.data.Example;
import io.pleura.training.data.LabelledFolder;
import io.pleura.training.data.LoadedData;
import io.pleura.training.data.PhantomSet;
import io.pleura.training.evaluation.Bootstrap;
import io.pleura.training.evaluation.DecisionRule;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.evaluation.Figure;
import io.pleura.training.evaluation.Lesions;
import io.pleura.training.evaluation.OperatingPoint;
import io.pleura.training.evaluation.Outcomes;
import io.pleura.training.evaluation.PlattCalibration;
import io.pleura.training.evaluation.Scored;
import io.pleura.training.export.ModelDescription;
import io.pleura.training.export.ModelFolder;
import io.pleura.training.export.OnnxModel;
import io.pleura.training.learning.RunFolder;
import io.pleura.training.phantom.PhantomRecipe;
import io.pleura.training.report.ResultsSection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `evaluate`: measures a model folder with ONNX Runtime, on phantoms it has not seen or on a labelled folder.
@CommandLine.Command(
        name = "evaluate",
        description = "Measures a model folder on fresh phantoms, or on a folder of labelled images with --folder.",
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

    private static final int RESAMPLES = 1000;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--model", required = true, description = "model folder")
    private Path model = Path.of("inference/model");

    @Option(names = "--folder", description = "folder with labels.csv (columns image, mask, pneumothorax)")
    private @Nullable Path folder;

    @Option(names = "--count", defaultValue = "200", description = "phantoms (${DEFAULT-VALUE})")
    private int count;

    @Option(
            names = "--seed",
            defaultValue = "7",
            description = "of the phantoms; not a training seed (${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--large-lesions",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "of the phantoms with pneumothorax, 0..1, show a lung collapsed as a whole")
    private double largeLesions;

    @Option(
            names = "--chests",
            defaultValue = "PLAIN",
            description = "of the phantoms: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private PhantomRecipe.Chests chests = PhantomRecipe.Chests.PLAIN;

    @Option(names = "--threads", defaultValue = "2", description = "(${DEFAULT-VALUE})")
    private int threads;

    @Override
    public Integer call() throws Exception {
        PrintWriter console = spec.commandLine().getOut();
        ModelFolder modelFolder = new ModelFolder(model);
        ModelDescription description = modelFolder.description();
        if (folder != null) {
            SeenImages.refuse(model.toString(), description.seen(), "folder:" + folder);
        }
        Example.InputShape shape = new Example.InputShape(
                description.input().size(), description.map().rows());
        try (OnnxModel onnx = new OnnxModel(Files.readAllBytes(modelFolder.onnx()), threads)) {
            List<Example> examples = folder == null ? phantoms(shape, console) : images(folder, shape, console);
            Evaluation evaluation =
                    onnx.evaluate(examples, shape, description.map().minimumNodes());
            report(console, description, evaluation);
        }
        return 0;
    }

    private List<Example> phantoms(Example.InputShape shape, PrintWriter console) throws IOException {
        ProgressLine line = new ProgressLine(console);
        PhantomSet set = new PhantomSet(PhantomSet.Split.TEST, seed, count, population());
        return new DataLoading(null, false)
                .load(set, shape, done -> line.at("phantoms", done / (double) count))
                .examples();
    }

    /// Rows that cannot be used are told and left out. What the model has learned from is known by its pixels where
    /// its folder lies in that of its run.
    private List<Example> images(Path folder, Example.InputShape shape, PrintWriter console) throws IOException {
        LabelledFolder set = new LabelledFolder(folder);
        DataLoading loading = new DataLoading(null, false);
        LoadedData loaded = loading.load(set, shape, done -> {});
        loaded.print(console);
        RunFolder run = new RunFolder(model.toAbsolutePath().normalize().resolveSibling(""));
        if (Files.exists(run.settingsFile())) {
            new LearnedImages(run.chain(), loading, console).refuseCopies(set, shape, loaded.usable());
        }
        return loaded.usable();
    }

    private PhantomRecipe.Population population() {
        return new PhantomRecipe.Population(PhantomRecipe.Drains.INDEPENDENT, largeLesions, chests);
    }

    private static void report(PrintWriter out, ModelDescription model, Evaluation evaluation) {
        PlattCalibration calibration = new PlattCalibration(
                model.calibration().a(), model.calibration().b());
        long positives = evaluation.images().stream().filter(Scored::positive).count();
        out.printf("%d images, %d positive, AUC %.4f%n", evaluation.images().size(), positives, evaluation.auc());
        Outcomes judged = judged(model, calibration, evaluation);
        String masks = ResultsSection.knownMasks(judged).strip();
        if (!masks.isEmpty()) {
            out.println(masks);
        }
        print(out, "highSensitivity", model.operatingPoints().highSensitivity(), calibration, evaluation);
        print(out, "balanced", model.operatingPoints().balanced(), calibration, evaluation);
        print(out, "highSpecificity", model.operatingPoints().highSpecificity(), calibration, evaluation);
        figures(out, judged);
        out.println(model.warning());
    }

    private static Outcomes judged(ModelDescription model, PlattCalibration calibration, Evaluation evaluation) {
        double cut = calibration.logit(model.operatingPoints().balanced().threshold());
        return new DecisionRule(calibration, new OperatingPoint(cut)).judge(evaluation);
    }

    /// Every figure that the model has, then sensitivity and Dice by the size of the lesion.
    private static void figures(PrintWriter out, Outcomes images) {
        out.println("balanced, with 95 % intervals where there are any (BCa bootstrap by patient):");
        new Bootstrap(RESAMPLES, 1).estimates(images, List.of(Figure.values())).forEach((figure, estimate) -> {
            if (estimate.exists()) {
                out.printf("  %-55s %s%n", figure.title(), estimate.text());
            }
        });
        for (Lesions lesions : Lesions.bySize(images)) {
            out.printf(
                    Locale.ROOT,
                    "  lesions %-22s %5d images, sensitivity %s%s%n",
                    lesions.name(),
                    lesions.images(),
                    lesions.sensitivity().text(),
                    Double.isNaN(lesions.dice()) ? "" : String.format(Locale.ROOT, ", Dice %.3f", lesions.dice()));
        }
    }

    private static void print(
            PrintWriter out,
            String name,
            ModelDescription.Point point,
            PlattCalibration calibration,
            Evaluation evaluation) {
        double cut = calibration.logit(point.threshold());
        out.printf(
                "%-16s threshold %.4f sensitivity %.3f specificity %.3f%s%n",
                name,
                point.threshold(),
                evaluation.sensitivity(cut),
                evaluation.specificity(cut),
                Double.isNaN(evaluation.dicePositives(cut))
                        ? ""
                        : " Dice of positives %.3f".formatted(evaluation.dicePositives(cut)));
    }
}
