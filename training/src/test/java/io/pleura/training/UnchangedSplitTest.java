package io.pleura.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.training.data.RunLengthEncoding;
import io.pleura.training.data.TinySiim;
import io.pleura.training.learning.RecordedSplit;
import io.pleura.training.learning.RunFolder;
import io.pleura.training.phantom.PhantomStudies;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// Images that come or go after a run was trained on the others.
class UnchangedSplitTest {

    private static final String TRAIN = "train --data siim:IMAGES --size 64 --width 2 --epochs 1 --batch 8 --threads 1"
            + " --seed 1 --fp32-only --out ";

    @TempDir
    private static Path folder = Path.of("set by JUnit");

    @BeforeAll
    static void trains() throws IOException {
        TinySiim.write(folder.resolve("IMAGES"), 40, "train-rle.csv", RunLengthEncoding.RELATIVE);
        assertThat(said(TRAIN + "RUN")).contains("held-back images");
        Path old = Files.createDirectory(folder.resolve("OLD"));
        for (String file : List.of("settings.json", "weights.pt", "checkpoint.bin")) {
            Files.copy(folder.resolve("RUN").resolve(file), old.resolve(file));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "report --run RUN --resamples 20 --out OUT",
                "report --run RUN --resamples 20 --test 4 --out OUT",
                "export --run RUN --out OUT --fp32-only",
                TRAIN + "OUT --from RUN",
            })
    void refusesToHoldBackOthersThanWhenTheRunWasTrained(String command) throws IOException {
        Path image = trainedOn();
        Path aside = Files.move(image, folder.resolve("aside"));
        assertThat(said(command))
                .contains("siim:%1$s/IMAGES is not divided as it was when %1$s/RUN was trained: ".formatted(folder))
                .contains("1 image is gone (" + stem(image) + ") and no image is new, and of the images that would be")
                .contains("Put files and table back as they were, or train anew");
        Files.move(aside, image);
    }

    @Test
    void goesOnWithTheSameImages() throws IOException {
        assertThat(said("report --run RUN --resamples 20 --out OUT"))
                .contains("report.html")
                .doesNotContain("cannot be checked");
        assertThat(said(TRAIN + "MORE --from RUN")).contains("held-back images");
    }

    /// The folder of another place holds an image that the run was trained on, and one of its own.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "report --run RUN --data folder:COPY --resamples 20 --out OUT",
                "export --run RUN --out OUT --fp32-only --foreign COPY",
            })
    void refusesCopiesOfWhatTheRunWasTrainedOn(String command) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("COPY"));
        Path image = trainedOn();
        String name = "copy" + image.toString().substring(image.toString().lastIndexOf('.'));
        Files.copy(image, copy.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        Files.write(copy.resolve("own.dcm"), PhantomStudies.make(1, true).bytes());
        Files.write(copy.resolve("labels.csv"), List.of("image,pneumothorax", name + ",0", "own.dcm,1"));
        assertThat(said(command))
                .containsPattern(
                        "RUN was trained on, or chosen by, copies of 1 of the 2 images of folder:.*/COPY [(]" + name);
    }

    @Test
    void refusesOneDataSetUnderTwoNames() {
        assertThat(said(TRAIN + "TWICE --data siim:" + folder + "/../" + folder.getFileName() + "/IMAGES"))
                .contains("two of these are the same");
    }

    /// A run of the time before they wrote their split down.
    @Test
    void asksTheCheckpointOfARunWithoutARecord() throws IOException {
        String report = "report --run OLD --resamples 20 --out OUT";
        assertThat(said(report)).contains("report.html").doesNotContain("cannot be checked");
        Path image = trainedOn();
        Path aside = Files.move(image, folder.resolve("aside"));
        assertThat(said(report)).contains("are not those that %s/OLD was trained on".formatted(folder));
        Files.move(aside, image);
        Files.delete(folder.resolve("OLD/checkpoint.bin"));
        assertThat(said(report))
                .contains("OLD does not say how its images were divided: whether those held back now are the same")
                .contains("report.html");
    }

    private static Path trainedOn() throws IOException {
        RecordedSplit split = new RunFolder(folder.resolve("RUN")).split().orElseThrow();
        RecordedSplit.Parts parts = Objects.requireNonNull(split.sets().get("siim:" + folder.resolve("IMAGES")));
        assertThat(parts.test()).hasSize(4);
        String id = parts.training().stream().min(Comparator.naturalOrder()).orElseThrow();
        try (Stream<Path> files = Files.walk(folder.resolve("IMAGES"))) {
            return files.filter(file -> stem(file).equals(id)).findFirst().orElseThrow();
        }
    }

    private static String stem(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.(dcm|png)$", "");
    }

    /// Names in capitals stand for files of the test's folder.
    private static String said(String command) {
        String[] words = command.split(" +");
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].replaceFirst("^((?:siim:|folder:)?)([A-Z]+)$", "$1" + folder + "/$2");
        }
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output, true);
        CommandLine line = TrainingCommand.commandLine().setOut(writer).setErr(writer);
        line.execute(words);
        return output.toString();
    }
}
