package io.pleura.training;

import io.pleura.training.data.ExampleList;
import io.pleura.training.export.ModelDescription;
import io.pleura.training.export.ModelExport;
import io.pleura.training.export.ModelFolder;
import io.pleura.training.learning.Mixture;
import io.pleura.training.learning.Presets;
import io.pleura.training.learning.RunEnvironment;
import io.pleura.training.learning.RunFolder;
import io.pleura.training.learning.Trainer;
import io.pleura.training.learning.TrainingLog;
import io.pleura.training.learning.TrainingSettings;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `train`: trains on phantoms and writes a run folder with the best weights, the settings and the model folder.
@CommandLine.Command(
        name = "train",
        description = {
            "Trains a model and writes a run folder: settings.json, environment.json, split.json (who was held back),",
            "learned.json (hashes of what is learned from), log.csv, weights.pt (best epoch), checkpoint.bin (to go on",
            "from with --resume) and the model folder model."
        },
        mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._=:/+-]+");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--out", description = "folder of this run")
    private @Nullable Path out;

    @Option(names = "--resume", description = "run folder of an interrupted run: goes on with its own settings")
    private @Nullable Path resume;

    @Mixin
    private SettingOptions options = new SettingOptions();

    @Mixin
    private ImageOptions imageOptions = new ImageOptions();

    @Option(names = "--fp32-only", description = "leave the int8 file out")
    private boolean fp32Only;

    @Override
    public Integer call() throws Exception {
        if ((out == null) == (resume == null)) {
            throw new IllegalArgumentException("say either --out RUN, for a new run, or --resume RUN");
        }
        if (resume != null && options.any()) {
            throw new IllegalArgumentException("--resume takes all settings from the run; leave the others out");
        }
        RunFolder run = new RunFolder(out != null ? out : Path.of(String.valueOf(resume)));
        TrainingSettings settings = imageOptions.kept(resume == null ? options.settings() : run.settings());
        PrintWriter console = spec.commandLine().getOut();
        Trainer trainer = resume == null ? fresh(run, settings) : new Trainer(settings);
        try (Closeable _ = run.claim()) {
            if (resume == null) {
                run.write(settings);
                run.write(RunEnvironment.now(Instant.now()));
            }
            train(trainer, settings, run, imageOptions.images(settings, console), console);
        }
        return 0;
    }

    private void train(Trainer trainer, TrainingSettings settings, RunFolder run, RunImages images, PrintWriter console)
            throws Exception {
        images.refuseOtherSplit(resume == null ? RunFolder.foldersBefore(settings) : run.chain());
        images.refuseToHoldBackCopies(RunFolder.foldersBefore(settings));
        if (resume == null) {
            images.recordSplit(run);
        }
        ExampleList validation = images.validation();
        Mixture training = images.training();
        TrainingLog log = new TrainingLog(console, settings.schedule().epochs());
        if (resume == null) {
            trainer.train(training, validation, run, log);
        } else {
            trainer.resume(training, validation, run, log);
        }
        ModelFolder folder = new ModelFolder(run.model());
        ModelDescription description = new ModelExport(settings, trainer.net(), !fp32Only)
                .write(folder, validation, images.test(), images.apart(), null);
        console.printf("held-back images: %s%nmodel folder: %s%n", description.evaluation(), folder.folder());
    }

    private static Trainer fresh(RunFolder run, TrainingSettings settings) throws IOException {
        run.refuseUsed("--resume goes on with it");
        SeenImages.refuseOtherSplit(settings);
        Trainer trainer = new Trainer(settings);
        if (settings.from() != null) {
            trainer.startFrom(new RunFolder(Path.of(settings.from())).weights());
        }
        return trainer;
    }

    /// The command line that repeats a run.
    ///
    /// @param out its folder
    public static String commandLine(TrainingSettings settings, String out) throws IOException {
        Map<String, String> differences = Presets.differences(settings);
        String sets = differences.entrySet().stream()
                .map(set -> " --set " + quoted(set.getKey() + "=" + set.getValue()))
                .collect(Collectors.joining());
        return "./pleura train --out " + quoted(out) + sets;
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
