package io.pleura.training;

import io.pleura.training.data.Contrast;
import io.pleura.training.data.DataSet;
import io.pleura.training.data.Example;
import io.pleura.training.data.ExampleList;
import io.pleura.training.data.NodeTargets;
import io.pleura.training.evaluation.Bootstrap;
import io.pleura.training.evaluation.DecisionRule;
import io.pleura.training.evaluation.Estimate;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.evaluation.Figure;
import io.pleura.training.evaluation.Scored;
import io.pleura.training.learning.Augmentation;
import io.pleura.training.learning.Mixture;
import io.pleura.training.learning.RunFolder;
import io.pleura.training.learning.Scoring;
import io.pleura.training.learning.Trainer;
import io.pleura.training.learning.TrainingLog;
import io.pleura.training.learning.TrainingSettings;
import io.pleura.training.report.Block;
import io.pleura.training.report.Document;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `transfer`: trains on phantoms in several ways and measures each on other images that none of them has seen.
///
/// The images of `--on` decide nothing: the best epoch is that on validation phantoms. With few images the AUC says
/// little; the place of the lesion says more, as every positive image has hundreds of nodes: the node AUC is the chance
/// that a node of the mask scores above another node of the same image.
@CommandLine.Command(
        name = "transfer",
        description = {
            "Trains on phantoms with each kind of augmentation and contrast, from the weights of --from if given, and",
            "writes OUT/transfer.md: how well each does on the images of --on, which it has never seen."
        },
        mixinStandardHelpOptions = true)
final class TransferCommand implements Callable<Integer> {

    private static final int RESAMPLES = 2000;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--on",
            required = true,
            paramLabel = "SOURCE",
            description = "images to measure on: siim, nih, folder")
    private String on = "";

    @Option(names = "--out", required = true, description = "folder of the runs and the table")
    private Path out = Path.of("transfer");

    @Mixin
    private SettingOptions options = new SettingOptions();

    @Mixin
    private ImageOptions imageOptions = new ImageOptions();

    @Override
    public Integer call() throws Exception {
        TrainingSettings settings = imageOptions.kept(options.settings());
        SeenImages.refuseFor(settings, settings.data(), on);
        SeenImages.refuseOtherSplit(settings);
        folder(Augmentation.Strength.values()[0], Contrast.values()[0]).refuseUsed("name another --out");
        PrintWriter console = spec.commandLine().getOut();
        RunImages images = imageOptions.images(settings, console);
        images.refuseOtherSplit(RunFolder.foldersBefore(settings));
        images.refuseToHoldBackCopies(RunFolder.foldersBefore(settings));
        ExampleList training = ExampleList.joined(
                images.training().parts().stream().map(Mixture.Part::examples).toList());
        ExampleList validation = images.validation();
        DataSet set = imageOptions.dataSet(on);
        ExampleList foreign = images.whole(set);
        images.refuseCopiesOfOwn("each network", set, foreign);
        imageOptions.learnedBy(RunFolder.foldersBefore(settings), console).refuseCopies(set, settings.shape(), foreign);
        List<List<String>> rows = new ArrayList<>();
        for (Augmentation.Strength strength : Augmentation.Strength.values()) {
            for (Contrast contrast : Contrast.values()) {
                console.printf("%s augmentation, contrast %s%n", name(strength), name(contrast));
                TrainingSettings varied = settings.with(strength);
                ExampleList phantoms = contrast.applied(validation);
                RunFolder run = folder(strength, contrast);
                run.write(varied);
                images.recordSplit(run);
                Trainer trainer = trained(varied, contrast.applied(training), phantoms, run);
                rows.add(row(contrast, trainer, varied, phantoms, contrast.applied(foreign)));
            }
        }
        Block.Table table = new Block.Table(
                List.of("augmentation", "contrast", "AUC on phantoms", "AUC (95 %)", "node AUC", "Dice of positives"),
                rows);
        Files.writeString(out.resolve("transfer.md"), Document.markdown(List.of(table)));
        console.print(Document.markdown(List.of(table)));
        return 0;
    }

    private RunFolder folder(Augmentation.Strength strength, Contrast contrast) {
        return new RunFolder(out.resolve(name(strength) + "-" + name(contrast)));
    }

    private Trainer trained(TrainingSettings settings, ExampleList training, ExampleList validation, RunFolder run)
            throws IOException {
        Trainer trainer = new Trainer(settings);
        if (settings.from() != null) {
            trainer.startFrom(new RunFolder(Path.of(settings.from())).weights());
        }
        TrainingLog log =
                new TrainingLog(spec.commandLine().getOut(), settings.schedule().epochs());
        trainer.train(Mixture.of(training), validation, run, log);
        return trainer;
    }

    private static List<String> row(
            Contrast contrast,
            Trainer trainer,
            TrainingSettings settings,
            ExampleList validation,
            ExampleList foreign) {
        Evaluation phantoms = measured(trainer, settings, validation);
        Evaluation others = measured(trainer, settings, foreign);
        Estimate auc = new Bootstrap(RESAMPLES, settings.seed())
                .estimate(DecisionRule.balanced(phantoms).judge(others), Figure.AUC);
        return List.of(
                name(settings.augmentation()),
                name(contrast),
                text(phantoms.auc()),
                auc.text(),
                text(nodeAuc(others)),
                text(others.dicePositives(0)));
    }

    private static Evaluation measured(Trainer trainer, TrainingSettings settings, List<Example> examples) {
        return Scoring.evaluate(trainer.net(), examples, settings.shape(), settings.minimumNodes());
    }

    /// Mean over the positive images of the chance that a node of the mask scores above one beside it, ties half.
    static double nodeAuc(Evaluation evaluation) {
        return evaluation.images().stream()
                .filter(image -> image.positive() && image.example().supervision() == Example.Supervision.MASK)
                .mapToDouble(TransferCommand::nodeAuc)
                .average()
                .orElse(Double.NaN);
    }

    private static double nodeAuc(Scored image) {
        NodeTargets targets = NodeTargets.of(image.example().coverage());
        double above = 0;
        double pairs = 0;
        for (int inside = 0; inside < image.logits().length; inside++) {
            for (int outside = 0; outside < image.logits().length; outside++) {
                if (targets.targets()[inside] == 1 && targets.targets()[outside] == 0) {
                    pairs++;
                    above += 0.5 + 0.5 * Math.signum(image.logits()[inside] - image.logits()[outside]);
                }
            }
        }
        return above / pairs;
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String text(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
    }
}
