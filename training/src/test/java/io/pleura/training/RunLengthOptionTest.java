package io.pleura.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.training.data.RunLengthEncoding;
import io.pleura.training.data.TinySiim;
import java.io.IOException;
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

/// `--runs` where the lists do not tell what they mean, since each has one run alone.
class RunLengthOptionTest {

    private static final String TINY = " --size 64 --width 2 --training 4 --validation 4 --test 4 --epochs 1 --batch 8"
            + " --threads 1 --learning-rate 1e-12";

    private static final int EACH = 20;

    private final Path folder;

    RunLengthOptionTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        ambiguous("own", 0);
        ambiguous("other", EACH);
    }

    /// A data set whose lists of one run do not tell their encoding.
    ///
    /// @param first of its images among those that the tests have
    private void ambiguous(String name, int first) throws IOException {
        Path made = folder.resolve(name);
        List<String> others =
                TinySiim.write(made, first + EACH, "train-rle.csv", RunLengthEncoding.RELATIVE).keySet().stream()
                        .limit(first)
                        .toList();
        Path table = made.resolve("train-rle.csv");
        List<String> rows = Files.readAllLines(table);
        rows.removeIf(row -> others.contains(row.replaceFirst(",.*", "")));
        rows.replaceAll(row -> row.replaceFirst("^([^, ]+,\\d+ \\d+) .*", "$1"));
        Files.write(table, rows);
    }

    @Test
    void isKeptByTheRun() {
        String train = "train --fp32-only" + TINY + " --data siim:";
        assertThat(run(train + folder.resolve("own"), "--out", folder.resolve("asks")))
                .contains("say which they are with --runs");
        Path run = folder.resolve("run");
        assertThat(run(train + folder.resolve("own"), "--runs", "absolute", "--out", run))
                .contains("held-back images");
        assertThat(run("export --fp32-only", "--run", run, "--out", folder.resolve("model")))
                .contains("held-back images");
        assertThat(run("report --resamples 20", "--run", run, "--out", folder.resolve("report")))
                .contains("report.html");
        String other = "report --resamples 20 --data siim:" + folder.resolve("other");
        assertThat(run(other, "--run", run, "--out", folder.resolve("report"))).contains("say which they are");
        assertThat(run(other, "--run", run, "--runs", "absolute", "--out", folder.resolve("report")))
                .contains("report.html");
    }

    @Test
    void isHeardByEveryCommandThatReadsImages() {
        String on = " --runs absolute --on siim:" + folder.resolve("own") + TINY + " --out " + folder.resolve("out");
        assertThat(run("crossvalidate --folds 1" + on)).contains("--folds must be 2 or more, is 1");
        assertThat(run("crossvalidate --folds 2 --mixed 0" + on)).contains("20 images, each scored unseen");
        assertThat(run("transfer" + on)).contains("| augmentation |");
    }

    /// What the command said.
    private String run(String words, Object... more) {
        List<String> arguments = new ArrayList<>(List.of(words.split(" ")));
        Arrays.stream(more).map(Object::toString).forEach(arguments::add);
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output, true);
        CommandLine command = TrainingCommand.commandLine().setOut(writer).setErr(writer);
        command.execute(arguments.toArray(String[]::new));
        return output.toString();
    }
}
