package io.pleura.training;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.training.data.DataLoading;
import io.pleura.training.data.Example;
import io.pleura.training.data.LabelledFolder;
import io.pleura.training.data.RunLengthEncoding;
import io.pleura.training.data.TinySiim;
import io.pleura.training.export.ModelDescription;
import io.pleura.training.export.ModelFolder;
import io.pleura.training.learning.RunFolder;
import io.pleura.training.phantom.PhantomRecipe;
import io.pleura.training.phantom.PhantomStudies;
import java.io.Closeable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainingCommandTest {

    private final Path folder;

    private final StringWriter output = new StringWriter();

    TrainingCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void trainsExportsAndEvaluatesATinyModel() throws Exception {
        Path run = folder.resolve("run");
        Path cache = folder.resolve("cache");
        run(
                "train --size 64 --width 2 --training 6 --validation 4 --test 4 --epochs 1 --batch 3 --threads 1",
                "--out",
                run,
                "--cache",
                cache);
        ModelFolder made = new ModelFolder(run.resolve("model"));
        ModelDescription description = made.description();
        assertThat(description.sha256()).isEqualTo(ModelFolder.sha256(Files.readAllBytes(made.onnx())));
        assertThat(description.map()).isEqualTo(new ModelDescription.Map(8, 8, 1));
        assertThat(description.evaluation().testImages()).isEqualTo(4);
        assertThat(output.toString()).contains("epoch 1/1");

        run("export --fp32-only", "--run", run, "--cache", cache, "--out", folder.resolve("again"));
        assertThat(new ModelFolder(folder.resolve("again")).description()).isEqualTo(description);

        run("evaluate --count 4 --threads 1", "--model", made.folder());
        assertThat(output.toString()).contains("4 images, 2 positive");
        leavesOutRowsThatCannotBeUsed(run, cache, made);
        run("evaluate --count 4 --threads 1 --large-lesions 1 --chests VARIED", "--model", made.folder());
        assertThat(output.toString()).containsPattern("lesions above 5 % +2 images");
        assertThat(refusal("evaluate --large-lesions 1.5", "--model", made.folder()))
                .contains("largeLesions must be 0..1");
        assertThat(refusal("evaluate --threads 0", "--model", made.folder()))
                .contains("--threads must be 1..1024, is 0");
        assertThat(refusal("evaluate --seed " + Long.MAX_VALUE, "--model", made.folder()))
                .contains("seed must be -");
        assertThat(refusal("evaluate --count 1000000", "--model", made.folder()))
                .contains("take fewer images");
        assertThat(refusal("evaluate", "--model", run))
                .contains("%s is a run folder; name its model folder, %s".formatted(run, made.folder()));
        assertThat(refusal("latency", "--model", folder)).contains(folder + " is no model folder");

        Path report = folder.resolve("report");
        run("report --resamples 20 --flip", "--run", run, "--cache", cache, "--out", report);
        assertThat(Files.readString(report.resolve("report.md")))
                .contains("4 images, 2 with pneumothorax", "| run, flipped too | run |");
        assertThat(report.resolve("report.html")).isNotEmptyFile();
        assertThat(refusal("report", "--out", report)).contains("say either --run RUN");
        assertThat(refusal("report --ensemble", "--run", run, "--cache", cache, "--out", report))
                .contains("--ensemble needs two --run or more");
        Path copy = folder.resolve("control/run");
        Files.createDirectories(copy);
        for (String file : List.of("settings.json", "weights.pt")) {
            Files.copy(run.resolve(file), copy.resolve(file));
        }
        run("report --resamples 20", "--run", run, "--baseline", copy, "--cache", cache, "--out", report);
        assertThat(Files.readString(report.resolve("report.md")))
                .contains("Against the baselines", "| %s | %s |".formatted(run, copy));
        assertThat(refusal("report", "--run", run, "--baseline", run, "--out", report))
                .contains("is named twice");
        assertThat(refusal("report", "--run", folder.resolve("nothing"), "--out", report))
                .contains("is no run folder");
    }

    private void leavesOutRowsThatCannotBeUsed(Path run, Path cache, ModelFolder made) throws Exception {
        Path foreign = folder.resolve("foreign");
        run("phantoms --count 6 --seed 3", "--out", foreign);
        Path table = foreign.resolve("labels.csv");
        Files.writeString(table, Files.readAllLines(table).getLast().replaceAll("[^,]", "") + "\n", APPEND);
        run("evaluate --threads 1", "--model", made.folder(), "--folder", foreign);
        assertThat(output.toString()).contains("left out: " + table + " line 8", "6 images, 3 positive");
        Path out = folder.resolve("measured");
        run("export --fp32-only", "--run", run, "--cache", cache, "--out", out, "--foreign", foreign);
        assertThat(Files.readString(new ModelFolder(out).card())).contains("6 images, 3 with pneumothorax");
    }

    @Test
    void trainsTheBaselineAndGoesOnFromItsWeights() throws Exception {
        Path run = folder.resolve("baseline");
        Path cache = folder.resolve("cache");
        String tiny = "train --head classification --size 64 --width 2 --training 4 --validation 4 --test 4"
                + " --epochs 1 --batch 2 --threads 1";
        run(tiny, "--out", run, "--cache", cache);
        ModelFolder made = new ModelFolder(run.resolve("model"));
        assertThat(made.description().name()).isEqualTo("Classification");
        assertThat(made.description().map()).isEqualTo(new ModelDescription.Map(1, 1, 1));
        assertThat(made.description().evaluation().dicePositives()).isNull();
        assertThat(Files.readString(made.card())).contains("not ClaSegNet but the baseline");

        run("evaluate --count 4 --threads 1", "--model", made.folder());
        run(tiny + " --learning-rate 1e-12", "--out", folder.resolve("finer"), "--from", run, "--cache", cache);
        ModelFolder finer = new ModelFolder(folder.resolve("finer/model"));
        assertThat(finer.description().trainedOn())
                .isEqualTo(
                        "phantoms only: 4 synthetic radiographs, run seed 1; then 4 synthetic radiographs, run seed 1");
        assertThat(Files.readString(finer.card()))
                .contains(
                        "went on from weights that had seen, in this order: 4 training phantoms (run seed 1, 1 epochs).")
                .contains("./pleura train --out " + run, "./pleura train --out RUN");
        assertThat(output.toString()).contains("4 images, 2 positive").doesNotContain("Dice");
        assertThat(refusal("train --width 3", "--out", folder.resolve("other"), "--from", run))
                .contains("holds weights of another design");
        assertThat(refusal("report", "--run", run, "--baseline", folder.resolve("finer"), "--out", folder))
                .contains("no ClaSegNet named by --run has it");
    }

    @Test
    void resumesARunAndTellsOfForeignImagesThatItsWeightsSaw() throws Exception {
        Path first = folder.resolve("first");
        Path cache = folder.resolve("cache");
        String tiny = "train --size 64 --width 2 --training 4 --validation 4 --test 4 --epochs 1 --batch 4 --threads 1";
        String chests = " --set phantoms.largeLesions=0.5 --set phantoms.chests=VARIED";
        run(tiny + chests, "--out", first, "--cache", cache);
        assertThat(Files.readString(new ModelFolder(first.resolve("model")).card()))
                .contains("Their chests are `VARIED`")
                .contains("Of the positive training phantoms, 50 % show a lung collapsed as a whole");
        ModelDescription description = new ModelFolder(first.resolve("model")).description();
        assertThat(description.trainedOn()).startsWith("phantoms only");
        run("train", "--resume", first, "--cache", cache);
        assertThat(new ModelFolder(first.resolve("model")).description()).isEqualTo(description);
        assertThat(refusal(tiny, "--out", first)).contains("holds a run already");
        try (Closeable _ = new RunFolder(first).claim()) {
            assertThat(refusal("train", "--resume", first)).contains("is being trained in by another process");
        }
        assertThat(refusal("train --seed 2", "--resume", first)).contains("takes all settings from the run");
        assertThat(refusal(tiny + " --device cuda", "--out", folder.resolve("gpu")))
                .contains("there is no CUDA device");

        testsOnPhantomsOfItsOwnChests(first, cache, tiny);
        TinySiim.write(folder.resolve("siim"), 20, "train-rle.csv", RunLengthEncoding.RELATIVE);
        String mixed = " --data phantoms@0.5 --data siim:" + folder.resolve("siim") + "@0.5";
        run(tiny + mixed, "--out", folder.resolve("second"), "--from", first, "--cache", cache);
        ModelFolder second = new ModelFolder(folder.resolve("second/model"));
        assertThat(second.description().evaluation().testImages()).isEqualTo(2);
        assertThat(Files.readString(second.card()))
                .contains(
                        "of `siim:",
                        "2 images, 1 with pneumothorax",
                        "Of the images that its score was calibrated on, 50 %")
                .contains("## ClaSegNet on held-back phantoms, apart", "4 images, 2 with pneumothorax")
                .contains("4 training phantoms of `VARIED` chests, 50 % of the positive ones")
                .contains("trained on others beside them, `phantoms`", "4 training and 4 test phantoms");
        Path report = folder.resolve("report");
        run("report --resamples 20", "--run", folder.resolve("second"), "--cache", cache, "--out", report);
        assertThat(Files.readString(report.resolve("report.md")))
                .containsPattern(
                        "Of second they are images of siim:.* alone; what it held back of phantoms stands apart")
                .contains("| second | test, n = 2 |", "## second on held-back phantoms, apart");
        run(tiny, "--out", folder.resolve("third"), "--from", folder.resolve("second"), "--cache", cache);
        ModelFolder third = new ModelFolder(folder.resolve("third/model"));
        assertThat(third.description().trainedOn()).startsWith("not phantoms only: phantoms, siim:");
        assertThat(third.description().warning())
                .doesNotContain("phantoms only")
                .contains("Not a medical device");
        for (ModelFolder model : List.of(second, third)) {
            assertThat(refusal("evaluate", "--model", model.folder(), "--folder", folder.resolve("siim")))
                    .contains(model.folder() + " was trained on folder:" + folder.resolve("siim") + "; unseen of it");
        }
        assertThat(Files.readString(third.card())).doesNotContain("was made by this project's phantom generator");
    }

    private void testsOnPhantomsOfItsOwnChests(Path varied, Path cache, String tiny) throws Exception {
        Path report = folder.resolve("chests");
        run("report --resamples 20 --test 6", "--run", varied, "--cache", cache, "--out", report);
        assertThat(Files.readString(report.resolve("report.md")))
                .contains("phantoms of each run's own seed and kind of chests (VARIED) that it was neither trained");
        assertThat(Files.readAllLines(report.resolve("predictions.csv")).stream()
                        .skip(1))
                .hasSize(6)
                .allMatch(line -> line.startsWith("first,VARIED/"));
        Path plain = folder.resolve("plain");
        run(tiny, "--out", plain, "--cache", cache);
        for (String images : List.of("", " --test 6")) {
            assertThat(refusal(
                            "report" + images, "--run", varied, "--baseline", plain, "--cache", cache, "--out", report))
                    .contains("first cannot be compared with plain: the models judge different images: VARIED/");
        }
    }

    @Test
    void writesPhantomsThatItCanEvaluate() throws Exception {
        writtenPhantomsCanBeEvaluated("", PhantomRecipe.Chests.PLAIN);
        writtenPhantomsCanBeEvaluated(" --chests VARIED", PhantomRecipe.Chests.VARIED);
    }

    private void writtenPhantomsCanBeEvaluated(String options, PhantomRecipe.Chests chests) throws Exception {
        Path phantoms = folder.resolve("phantoms" + chests);
        run("phantoms --count 4 --seed 3" + options, "--out", phantoms);
        List<String> rows = Files.readAllLines(phantoms.resolve("labels.csv"));
        assertThat(rows).hasSize(5);
        List<Example> examples = new DataLoading(null, true)
                .load(new LabelledFolder(phantoms), new Example.InputShape(64, 8), done -> {})
                .examples();
        for (int i = 0; i < 4; i++) {
            Example expected = Example.of(PhantomStudies.make(3 + i, chests), new Example.InputShape(64, 8));
            assertThat(examples.get(i).pixels()).isEqualTo(expected.pixels());
            assertThat(examples.get(i).coverage()).isEqualTo(expected.coverage());
            assertThat(examples.get(i).positive()).isEqualTo(expected.positive());
        }
    }

    @Test
    void saysInOneSentenceWhatIsWrong() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(refusal("phantoms --count 1", "--out", file)).isEqualTo("pleura: %s is no folder%n".formatted(file));
        Path phantoms = Files.createDirectories(folder.resolve("phantoms"));
        Path full = Files.createSymbolicLink(phantoms.resolve("phantom-1.dcm"), Path.of("/dev/full"));
        assertThat(refusal("phantoms --count 1", "--out", phantoms)).hasLineCount(1);
        Files.delete(full);
        assertThat(refusal("train --data phantoms --epoch 3", "--out", file))
                .contains("pleura: Unknown option", "--epochs", "--help lists the options")
                .hasLineCount(3);
    }

    private void run(String words, Object... more) {
        StringWriter errors = new StringWriter();
        assertThat(execute(errors, words, more)).as(output + "" + errors).isZero();
    }

    private String refusal(String words, Object... more) {
        StringWriter errors = new StringWriter();
        assertThat(execute(errors, words, more)).isNotZero();
        return errors.toString();
    }

    private int execute(StringWriter errors, String words, Object... more) {
        List<String> arguments = new ArrayList<>(List.of(words.split(" ")));
        Arrays.stream(more).map(Object::toString).forEach(arguments::add);
        CommandLine command = TrainingCommand.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true));
        return command.execute(arguments.toArray(String[]::new));
    }
}
