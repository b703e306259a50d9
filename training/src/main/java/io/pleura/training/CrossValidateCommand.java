package io.pleura.training;

import io.pleura.training.data.Contrast;
import io.pleura.training.data.DataSet;
import io.pleura.training.data.DataSets;
import io.pleura.training.data.Example;
import io.pleura.training.data.ExampleList;
import io.pleura.training.data.Fold;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.evaluation.Figure;
import io.pleura.training.evaluation.Outcomes;
import io.pleura.training.evaluation.Scored;
import io.pleura.training.learning.LearnedPixels;
import io.pleura.training.learning.Mixture;
import io.pleura.training.learning.RunFolder;
import io.pleura.training.learning.Scoring;
import io.pleura.training.learning.Trainer;
import io.pleura.training.learning.TrainingLog;
import io.pleura.training.learning.TrainingSettings;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.report.Ensemble;
import io.pleura.training.report.PredictionTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `crossvalidate`: trains, or fine-tunes from another run, once a fold on a small data set, so that every image is
/// scored by a network that has not seen it or another image of its patient.
///
/// Nothing is chosen on the images of the fold that is tested: a fold trains for all its epochs, its best epoch is that
/// on its own training images, and `report` takes calibration and threshold from the other folds.
@CommandLine.Command(
        name = "crossvalidate",
        description = {
            "Trains once a fold on a small data set, from the weights of --from if given, and writes",
            "OUT/predictions.csv for `report --predictions`; with --from also OUT/before.csv, the scores before."
        },
        mixinStandardHelpOptions = true)
final class CrossValidateCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--on",
            required = true,
            paramLabel = "SOURCE",
            description = "the set to divide: siim, nih, folder")
    private String on = "";

    @Option(names = "--mixed", description = "with phantoms, as this share of each batch; 0: none (${DEFAULT-VALUE})")
    private double mixed = 0.5;

    @Option(
            names = "--drawn",
            description = "with pneumothoraces drawn into the negative training images of folder:DIR, as this share of"
                    + " each batch; 0: none (${DEFAULT-VALUE})")
    private double drawn = 0;

    @Option(
            names = "--contrast",
            description = "change of the grey values, phantoms' too: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE});"
                    + " a network that needs one is no model for the service, which makes none")
    private Contrast contrast = Contrast.SERVED;

    @Option(names = "--folds", description = "(${DEFAULT-VALUE})")
    private int folds = 5;

    @Option(
            names = "--member",
            paramLabel = "RUN",
            description =
                    "in each fold also fine-tune the weights of this run, with the next seed, and score images by the"
                            + " mean of all maps; again for each more")
    private List<Path> others = new ArrayList<>();

    @Option(names = "--flip", description = "score by the mean of each image and its mirror image")
    private boolean flip;

    @Option(names = "--out", required = true, description = "folder with a run folder a fold and the tables")
    private Path out = Path.of("folds");

    @Mixin
    private SettingOptions options = new SettingOptions();

    @Mixin
    private ImageOptions imageOptions = new ImageOptions();

    /// One evaluation a member; none before where networks start from random weights.
    private record Scores(List<Evaluation> before, List<Evaluation> after) {}

    /// Writes into the run folder of a fold what its network has seen. Those of other folds count, too.
    @FunctionalInterface
    private interface Recording {
        void write(RunFolder run) throws IOException;
    }

    @Override
    public Integer call() throws Exception {
        if (!(mixed >= 0 && drawn >= 0 && mixed + drawn < 1)) {
            throw new IllegalArgumentException(
                    "--mixed and --drawn must be 0 or more and together less than 1, are %s and %s"
                            .formatted(mixed, drawn));
        }
        if (folds < 2) {
            throw new IllegalArgumentException("--folds must be 2 or more, is " + folds);
        }
        TrainingSettings settings = imageOptions.kept(options.settings());
        if (!others.isEmpty() && settings.from() == null) {
            throw new IllegalArgumentException("--member needs --from: the first network starts from a run too");
        }
        new RunFolder(out.resolve("fold-1")).refuseUsed("name another --out");
        List<TrainingSettings> members = members(settings);
        for (TrainingSettings member : members) {
            SeenImages.refuseFor(member, mixed > 0 ? member.data() : List.of(), on);
        }
        PrintWriter console = spec.commandLine().getOut();
        RunImages images = imageOptions.images(settings, console);
        DataSet set = imageOptions.dataSet(on);
        ExampleList whole = images.whole(set);
        for (TrainingSettings member : members) {
            imageOptions.learnedBy(RunFolder.foldersBefore(member), console).refuseCopies(set, settings.shape(), whole);
        }
        ExampleList all = contrast.applied(whole);
        List<Mixture.Part> beside = beside(images);
        ExampleList drawnInto =
                drawn > 0 ? contrast.applied(images.whole(DataSets.drawnInto(on))) : ExampleList.of(List.of());
        Recording record = run -> {
            if (mixed > 0) {
                images.recordSplit(run, whole);
            } else {
                run.write(LearnedPixels.of(settings.inputSize(), List.of(whole)));
            }
        };
        PredictionTable untouched = new PredictionTable();
        PredictionTable table = new PredictionTable();
        int number = 1;
        for (Fold fold : Fold.of(all, folds, settings.seed())) {
            console.printf("fold %d of %d%n", number, folds);
            Scores scores = scores(members, fold, mixture(fold, beside, drawnInto), record, "fold-" + number);
            if (!scores.before.isEmpty()) {
                untouched.add(number, mean(scores.before, settings));
            }
            table.add(number, mean(scores.after, settings));
            number++;
        }
        table.write(out.resolve("predictions.csv"));
        if (settings.from() != null) {
            untouched.write(out.resolve("before.csv"));
        }
        Outcomes judged = table.judged();
        double dice = Figure.DICE_NODES.of(judged);
        console.printf(
                "%d images, each scored unseen: AUC %.3f%s; the table is %s%n",
                judged.images().size(),
                Figure.AUC.of(judged),
                Double.isNaN(dice) ? "" : ", Dice of positives %.3f".formatted(dice),
                out.resolve("predictions.csv"));
        return 0;
    }

    private List<TrainingSettings> members(TrainingSettings first) throws IOException {
        List<TrainingSettings> members = new ArrayList<>(List.of(first));
        for (Path run : others) {
            members.add(imageOptions.kept(options.settings(run, first.seed() + members.size())));
        }
        return members;
    }

    /// What every fold is trained on beside its own images.
    private List<Mixture.Part> beside(RunImages images) throws IOException {
        List<Mixture.Part> parts = new ArrayList<>();
        if (mixed > 0) {
            List<Mixture.Part> named = images.training().parts();
            double shares = named.stream().mapToDouble(Mixture.Part::share).sum();
            for (Mixture.Part part : named) {
                parts.add(new Mixture.Part(
                        part.name(), mixed * part.share() / shares, contrast.applied(part.examples())));
            }
        }
        return parts;
    }

    /// @param beside may show patients to be tested; these images are not used
    /// @param drawnInto pictures made from images of all folds; those of the patients to be tested are not used
    private Mixture mixture(Fold fold, List<Mixture.Part> beside, ExampleList drawnInto) {
        List<Mixture.Part> parts = new ArrayList<>();
        parts.add(new Mixture.Part(on, 1 - mixed - drawn, fold.training()));
        for (Mixture.Part part : beside) {
            parts.add(new Mixture.Part(part.name(), part.share(), fold.apartFrom(part.examples())));
        }
        if (drawn > 0) {
            parts.add(new Mixture.Part("drawn", drawn, fold.trainingOf(drawnInto)));
        }
        return new Mixture(parts);
    }

    /// What each member says of the images that are tested, before and after it was trained on the others.
    private Scores scores(List<TrainingSettings> members, Fold fold, Mixture mixture, Recording record, String name)
            throws IOException {
        Scores scores = new Scores(new ArrayList<>(), new ArrayList<>());
        for (TrainingSettings member : members) {
            Trainer trainer = new Trainer(member);
            if (member.from() != null) {
                trainer.startFrom(new RunFolder(Path.of(member.from())).weights());
                scores.before.add(evaluate(trainer.net(), fold.test(), member));
            }
            int number = scores.after.size() + 1;
            RunFolder run = new RunFolder(out.resolve(number == 1 ? name : name + "-member-" + number));
            run.write(member.havingSeen(List.of(on))); // so that no card of these weights says phantoms only
            record.write(run);
            train(trainer, mixture, fold.training(), run, member);
            scores.after.add(evaluate(trainer.net(), fold.test(), member));
        }
        return scores;
    }

    private void train(Trainer trainer, Mixture mixture, ExampleList own, RunFolder run, TrainingSettings settings)
            throws IOException {
        TrainingLog log =
                new TrainingLog(spec.commandLine().getOut(), settings.schedule().epochs());
        trainer.train(mixture, own, run, log);
    }

    private Evaluation evaluate(ClaSegNet net, List<Example> examples, TrainingSettings settings) {
        return flip
                ? Ensemble.flipped(net, examples, settings.shape(), settings.minimumNodes())
                : Scoring.evaluate(net, examples, settings.shape(), settings.minimumNodes());
    }

    private static List<Scored> mean(List<Evaluation> members, TrainingSettings settings) {
        return Ensemble.mean(members, settings.minimumNodes()).images();
    }
}
