package io.pleura.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pleura.training.data.Example;
import io.pleura.training.data.PhantomSet;
import io.pleura.training.export.ModelDescription;
import io.pleura.training.export.ModelExport;
import io.pleura.training.export.ModelFolder;
import io.pleura.training.learning.Trainer;
import io.pleura.training.learning.TrainingLog;
import io.pleura.training.learning.TrainingSettings;
import io.pleura.training.network.Backbone;
import io.pleura.training.network.ClaSegNetDesign;
import io.pleura.training.network.Head;
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

/// `train`: trains on phantoms and writes a run folder with the best weights, the settings and the model folder.
@CommandLine.Command(
        name = "train",
        description = "Trains on phantoms. Writes OUT/weights.pt, OUT/settings.json and the model folder OUT/model.",
        mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--out", required = true, description = "folder of this run")
    private Path out = Path.of("run");

    @Option(
            names = "--head",
            defaultValue = "clasegnet",
            description = "${COMPLETION-CANDIDATES}; classification is the paper's baseline (${DEFAULT-VALUE})")
    private Head head = Head.CLASEGNET;

    @Option(names = "--backbone", defaultValue = "residual", description = "${COMPLETION-CANDIDATES}")
    private Backbone backbone = Backbone.RESIDUAL;

    @Option(names = "--width", defaultValue = "16", description = "channels of the first stage (${DEFAULT-VALUE})")
    private int width;

    @Option(names = "--blocks", defaultValue = "2", description = "segmentation blocks, 0..3 (${DEFAULT-VALUE})")
    private int blocks;

    @Option(names = "--size", defaultValue = "256", description = "edge of the input in pixels (${DEFAULT-VALUE})")
    private int size;

    @Option(names = "--seed", defaultValue = "1", description = "decides phantoms and weights (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--training", defaultValue = "2400", description = "training phantoms (${DEFAULT-VALUE})")
    private int training;

    @Option(names = "--validation", defaultValue = "400", description = "validation phantoms (${DEFAULT-VALUE})")
    private int validation;

    @Option(names = "--test", defaultValue = "1000", description = "held-back phantoms (${DEFAULT-VALUE})")
    private int test;

    @Option(names = "--epochs", defaultValue = "14", description = "(${DEFAULT-VALUE})")
    private int epochs;

    @Option(names = "--batch", defaultValue = "16", description = "images a step (${DEFAULT-VALUE})")
    private int batch;

    @Option(
            names = "--learning-rate",
            defaultValue = "0.002",
            description = "highest, after warm-up (${DEFAULT-VALUE})")
    private double learningRate;

    @Option(names = "--weight-decay", defaultValue = "0.001", description = "(${DEFAULT-VALUE})")
    private double weightDecay;

    @Option(names = "--minimum-area", defaultValue = "0.0025", description = "part of the image (${DEFAULT-VALUE})")
    private double minimumArea;

    @Option(names = "--threads", defaultValue = "2", description = "(${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--from", description = "run folder whose weights to start from (fine-tuning)")
    private @Nullable Path from;

    @Option(names = "--cache", description = "folder that keeps made phantoms for the next run")
    private @Nullable Path cache;

    @Override
    public Integer call() throws Exception {
        TrainingSettings settings = settings();
        if (from != null) {
            refuseOtherDesign(from, settings);
        }
        PrintWriter console = spec.commandLine().getOut();
        Files.createDirectories(out);
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(out.resolve("settings.json").toFile(), settings);
        PhantomSource source = new PhantomSource(cache, settings, console);
        List<Example> validationImages = source.examples(PhantomSet.Split.VALIDATION);
        List<Example> trainingImages = source.examples(PhantomSet.Split.TRAINING);
        Trainer trainer = new Trainer(settings);
        if (from != null) {
            trainer.startFrom(from.resolve("weights.pt"));
        }
        trainer.train(
                trainingImages,
                validationImages,
                out.resolve("weights.pt"),
                new TrainingLog(console, settings.epochs()));
        List<Example> testImages = source.examples(PhantomSet.Split.TEST);
        ModelFolder folder = new ModelFolder(out.resolve("model"));
        ModelDescription description =
                new ModelExport(settings, trainer.net()).write(folder, validationImages, testImages, null);
        console.printf("held-back phantoms: %s%nmodel folder: %s%n", description.evaluation(), folder.folder());
        return 0;
    }

    private static void refuseOtherDesign(Path run, TrainingSettings settings) throws IOException {
        TrainingSettings other =
                new ObjectMapper().readValue(run.resolve("settings.json").toFile(), TrainingSettings.class);
        if (!other.design().equals(settings.design())) {
            throw new IllegalArgumentException("%s holds weights of another design: %s, wanted is %s"
                    .formatted(run, other.design(), settings.design()));
        }
    }

    private TrainingSettings settings() {
        return new TrainingSettings(
                new ClaSegNetDesign(head, backbone, width, blocks),
                size,
                seed,
                training,
                validation,
                test,
                epochs,
                batch,
                learningRate,
                weightDecay,
                minimumArea,
                threads);
    }

    /// The command line that repeats a run.
    public static String commandLine(TrainingSettings s) {
        return ("./pleura train --out RUN --head %s --backbone %s --width %d --blocks %d --size %d --seed %d --training %d"
                        + " --validation %d --test %d --epochs %d --batch %d --learning-rate %s --weight-decay %s"
                        + " --minimum-area %s --threads %d")
                .formatted(
                        s.design().head().name().toLowerCase(Locale.ROOT),
                        s.design().backbone().name().toLowerCase(Locale.ROOT),
                        s.design().width(),
                        s.design().segmentationBlocks(),
                        s.inputSize(),
                        s.seed(),
                        s.trainingImages(),
                        s.validationImages(),
                        s.testImages(),
                        s.epochs(),
                        s.batchSize(),
                        s.learningRate(),
                        s.weightDecay(),
                        s.minimumArea(),
                        s.threads());
    }
}
