package io.pleura.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.training.learning.RunFolder;
import io.pleura.training.phantom.PhantomStudies;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `crossvalidate` and `transfer` on a folder of images, for which phantoms stand in.
class ForeignImagesTest {

    private static final String TINY =
            " --size 64 --width 2 --training 6 --validation 4 --epochs 1 --batch 3 --threads 1 --learning-rate 1e-12";

    private final Path folder;

    private final StringWriter output = new StringWriter();

    ForeignImagesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void makesImages() {
        assertThat(run("phantoms --count 10 --seed 600", "--out", folder.resolve("images")))
                .isZero();
    }

    @Test
    void scoresEveryImageOnceAndByANetworkThatHasNotSeenIt() throws Exception {
        Path run = folder.resolve("run");
        Path out = folder.resolve("folds");
        Path cache = folder.resolve("cache");
        assertThat(run("train --test 4" + TINY, "--out", run, "--cache", cache)).isZero();
        assertThat(run("crossvalidate --folds 2" + TINY, images(), "--from", run, "--out", out, "--cache", cache))
                .isZero();

        List<String> table = Files.readAllLines(out.resolve("predictions.csv"));
        assertThat(table).hasSize(11);
        assertThat(table.stream().skip(1).map(line -> line.split(",", -1)[0])).doesNotHaveDuplicates();
        assertThat(table.stream().skip(1).map(line -> line.split(",", -1)[2])).containsOnly("1", "2");
        assertThat(out.resolve("fold-2/weights.pt")).isNotEmptyFile();
        assertThat(new RunFolder(out.resolve("fold-2")).settings().phantomsOnly())
                .isFalse();

        List<String> before = Files.readAllLines(out.resolve("before.csv"));
        assertThat(before.stream().map(line -> line.split(",", -1)[0]))
                .containsExactlyElementsOf(
                        table.stream().map(line -> line.split(",", -1)[0]).toList());

        Path local = folder.resolve("local");
        String contrast = "crossvalidate --folds 2 --contrast local";
        assertThat(run(contrast + TINY, images(), "--from", run, "--out", local, "--cache", cache))
                .isZero();
        assertThat(scores(local.resolve("before.csv")))
                .hasSize(10)
                .doesNotContainAnyElementsOf(scores(out.resolve("before.csv")));

        Path report = folder.resolve("report");
        assertThat(run("report --resamples 20", "--predictions", out.resolve("predictions.csv"), "--out", report))
                .isZero();
        assertThat(Files.readString(report.resolve("report.md"))).contains("10 images");
        assertThat(run("report --resamples 20", "--predictions", out.resolve("predictions.csv"), "--out", out))
                .isNotZero();
        assertThat(Files.readAllLines(out.resolve("predictions.csv"))).isEqualTo(table);
        assertThat(run("crossvalidate --folds 2" + TINY, images(), "--out", out))
                .isNotZero();
        assertThat(output.toString())
                .contains("predictions.csv would be overwritten by the report's own table")
                .contains(out.resolve("fold-1") + " holds a run already: name another --out");
    }

    /// Both members start from the same weights, so that before training their mean is what one says alone; with the
    /// mirror images it is something else.
    @Test
    void averagesTheMapsOfSeveralNetworksAndOfMirrorImages() throws Exception {
        Path run = folder.resolve("run");
        Path cache = folder.resolve("cache");
        assertThat(run("train --test 4" + TINY, "--out", run, "--cache", cache)).isZero();
        String two = "crossvalidate --folds 2 --flip --member " + run + TINY;
        Path out = folder.resolve("folds");
        assertThat(run(two, images(), "--from", run, "--out", out, "--cache", cache))
                .as(output.toString())
                .isZero();
        assertThat(new RunFolder(out.resolve("fold-2")).settings().seed()).isEqualTo(1);
        assertThat(new RunFolder(out.resolve("fold-2-member-2")).settings().seed())
                .isEqualTo(2);

        Path one = folder.resolve("one");
        assertThat(run(
                        "crossvalidate --folds 2 --flip" + TINY,
                        images(),
                        "--from",
                        run,
                        "--out",
                        one,
                        "--cache",
                        cache))
                .isZero();
        Path plain = folder.resolve("plain");
        assertThat(run("crossvalidate --folds 2" + TINY, images(), "--from", run, "--out", plain, "--cache", cache))
                .isZero();
        assertThat(scores(out.resolve("before.csv")))
                .isEqualTo(scores(one.resolve("before.csv")))
                .isNotEqualTo(scores(plain.resolve("before.csv")));

        assertThat(run(two, images(), "--out", folder.resolve("none"))).isNotZero();
        assertThat(output.toString()).contains("--member needs --from");
    }

    @Test
    void tellsHowEachWayOfTrainingDoesOnImagesThatNoneHasSeen() throws Exception {
        Path out = folder.resolve("transfer");
        assertThat(run("transfer" + TINY, images(), "--out", out, "--cache", folder.resolve("cache")))
                .isZero();
        assertThat(Files.readAllLines(out.resolve("transfer.md")).stream().filter(line -> line.startsWith("| ")))
                .hasSize(1 + 3 * 5)
                .anyMatch(line -> line.startsWith("| textured | lungs |"));
        assertThat(run("transfer" + TINY, images(), "--out", out)).isNotZero();
        assertThat(output.toString()).contains(" holds a run already: name another --out");
    }

    @Test
    void refusesAShareThatLeavesNoRoomForTheImages() {
        assertThat(run("crossvalidate --mixed 1" + TINY, images(), "--out", folder.resolve("folds")))
                .isNotZero();
        assertThat(run("crossvalidate --mixed 0.5 --drawn 0.5" + TINY, images(), "--out", folder.resolve("folds")))
                .isNotZero();
        assertThat(output.toString())
                .contains("together less than 1, are 1.0 and 0.0", "together less than 1, are 0.5 and 0.5");
    }

    @Test
    void drawsIntoTheNegativesOfAFold() throws Exception {
        Path mixed = Files.createDirectory(folder.resolve("mixed"));
        StringBuilder table = new StringBuilder("image,pneumothorax\n");
        for (long seed : new long[] {9, 14}) {
            for (boolean positive : new boolean[] {true, false}) {
                String name = seed + (positive ? "-sick.dcm" : "-well.dcm");
                Files.write(
                        mixed.resolve(name), PhantomStudies.make(seed, positive).bytes());
                table.append(name).append(positive ? ",1\n" : ",0\n");
            }
        }
        Files.writeString(mixed.resolve("labels.csv"), table);
        Path out = folder.resolve("folds");
        assertThat(run("crossvalidate --folds 2 --mixed 0 --drawn 0.5" + TINY, "--on=folder:" + mixed, "--out", out))
                .as(output.toString())
                .isZero();
        assertThat(output.toString()).contains("inserted:" + mixed + ": 40 images, 20 positive");
    }

    private static List<String> scores(Path table) throws IOException {
        return Files.readAllLines(table).stream()
                .skip(1)
                .map(line -> line.split(",", -1)[4])
                .toList();
    }

    private String images() {
        return "--on=folder:" + folder.resolve("images");
    }

    private int run(String words, Object... paths) {
        List<String> arguments = new ArrayList<>(List.of(words.split(" ")));
        Arrays.stream(paths).map(Object::toString).forEach(arguments::add);
        PrintWriter writer = new PrintWriter(output, true);
        CommandLine command = TrainingCommand.commandLine().setOut(writer).setErr(writer);
        return command.execute(arguments.toArray(String[]::new));
    }
}
