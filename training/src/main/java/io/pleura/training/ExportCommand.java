package io.pleura.training;

import io.pleura.training.data.ExampleList;
import io.pleura.training.data.LabelledFolder;
import io.pleura.training.evaluation.ForeignMeasurement;
import io.pleura.training.export.ModelDescription;
import io.pleura.training.export.ModelExport;
import io.pleura.training.export.ModelFolder;
import io.pleura.training.learning.RunFolder;
import io.pleura.training.learning.Scoring;
import io.pleura.training.learning.TrainingSettings;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.network.Weights;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `export`: makes the model folder of a finished run anew.
@CommandLine.Command(
        name = "export",
        description = "Writes a model folder from a run folder: calibrates on validation, measures on test images.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--run", required = true, description = "folder with weights.pt and settings.json")
    private Path run = Path.of("run");

    @Option(names = "--out", required = true, description = "model folder to write")
    private Path out = Path.of("model");

    @Mixin
    private ImageOptions imageOptions = new ImageOptions();

    @Option(names = "--fp32-only", description = "leave the int8 file out")
    private boolean fp32Only;

    @Option(names = "--foreign", description = "labelled folder of other images, measured for the card only")
    private @Nullable Path foreign;

    @Option(names = "--foreign-origin", defaultValue = "Origin not stated.", description = "a sentence for the card")
    private String foreignOrigin = "";

    @Override
    public Integer call() throws Exception {
        RunFolder runFolder = new RunFolder(run);
        TrainingSettings settings = runFolder.settings();
        SeenImages.refuseOtherSplit(settings);
        if (foreign != null) {
            SeenImages.refuse(run.toString(), settings, "folder:" + foreign);
        }
        PrintWriter console = spec.commandLine().getOut();
        RunImages images = imageOptions.images(settings, console);
        images.refuseOtherSplit(runFolder.chain());
        ClaSegNet net = new ClaSegNet(settings.design());
        Weights.load(net, runFolder.weights());
        ModelDescription description = new ModelExport(settings, net, !fp32Only)
                .write(
                        new ModelFolder(out),
                        images.validation(),
                        images.test(),
                        images.apart(),
                        foreign == null ? null : foreignMeasurement(foreign, images, net, settings));
        console.printf("held-back images: %s%n", description.evaluation());
        return 0;
    }

    private ForeignMeasurement foreignMeasurement(
            Path folder, RunImages images, ClaSegNet net, TrainingSettings settings) throws IOException {
        LabelledFolder set = new LabelledFolder(folder);
        ExampleList examples = images.whole(set);
        images.refuseCopies(new RunFolder(run), set, examples);
        return new ForeignMeasurement(
                foreignOrigin, Scoring.evaluate(net, examples, settings.shape(), settings.minimumNodes()));
    }
}
