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
import java.util.ArrayList;
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

/// Images that come or go after a run was trained on the others, and copies of them.
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
                "evaluate --model RUN/model --folder COPY",
                "crossvalidate --from RUN --on folder:COPY --mixed 0 --size 64 --width 2 --folds 2 --out OUT",
                "crossvalidate --from RUN --on folder:COPY --mixed 0 --size 32 --width 2 --folds 2 --out OUT",
                "transfer --from RUN --on folder:COPY --size 64 --width 2 --training 4 --validation 4 --out OUT",
                "transfer --data siim:IMAGES --seed 1 --on folder:COPY --size 64 --width 2 --out OUT",
            })
    void refusesCopiesOfWhatTheRunWasTrainedOn(String command) throws IOException {
        copies();
        assertThat(said(command))
                .containsPattern("(RUN|each network) was trained on, or chosen by, copies of 1 of the 2 images of"
                        + " folder:.*/COPY [(]copy.dcm");
        assertThat(folder.resolve("OUT/fold-1")).doesNotExist();
    }

    @Test
    void refusesCopiesOfWhatARunBeforeWasTrainedOn() throws IOException {
        copies();
        String phantoms =
                "train --size 64 --width 2 --training 4 --validation 4 --test 4 --epochs 1 --batch 4 --fp32-only";
        assertThat(said(phantoms + " --from RUN --out THEN")).contains("held-back images");
        assertThat(said("report --run THEN --data folder:COPY --resamples 20 --out OUT"))
                .contains("RUN was trained on, or chosen by, copies of 1 of the 2");

        String fold = " --mixed 0 --size 64 --width 2 --epochs 1 --batch 8 --folds 2";
        assertThat(said("crossvalidate --on siim:IMAGES --out FOLDS" + fold)).contains("each scored unseen");
        assertThat(said("crossvalidate --on folder:COPY --from FOLDS/fold-1 --out OUT" + fold))
                .contains("FOLDS/fold-1 was trained on, or chosen by, copies of 1 of the 2");

        assertThat(said("crossvalidate --on folder:COPY --from OLD --out OTHERS" + fold))
                .contains("OLD does not say which images it has learned from: whether folder:");
    }

    @Test
    void holdsNoCopyBackOfWhatARunBeforeWasTrainedOn() throws IOException {
        Path all = Files.createDirectories(folder.resolve("ALL"));
        List<String> rows = new ArrayList<>(List.of("image,pneumothorax"));
        try (Stream<Path> files = Files.walk(folder.resolve("IMAGES"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".dcm"))
                    .sorted()
                    .toList()) {
                String name = "copy-%d.dcm".formatted(rows.size());
                Files.copy(file, all.resolve(name));
                rows.add("%s,%d".formatted(name, rows.size() % 2));
            }
        }
        Files.write(all.resolve("labels.csv"), rows);
        assertThat(said(TRAIN.replace("siim:IMAGES", "folder:ALL") + "AGAIN --from RUN"))
                .containsPattern("RUN was trained on, or chosen by, copies of [1-4] of the 4 images of folder:.*/ALL");
        assertThat(folder.resolve("AGAIN/weights.pt")).doesNotExist();
    }

    /// One of two.
    private static void copies() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("COPY"));
        Files.copy(trainedOn(), copy.resolve("copy.dcm"), StandardCopyOption.REPLACE_EXISTING);
        Files.write(copy.resolve("own.dcm"), PhantomStudies.make(1, true).bytes());
        Files.write(copy.resolve("labels.csv"), List.of("image,pneumothorax", "copy.dcm,0", "own.dcm,1"));
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
            words[i] = words[i].replaceFirst("^((?:siim:|folder:)?)([A-Z]+(?:/[a-z1-9-]+)?)$", "$1" + folder + "/$2");
        }
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output, true);
        CommandLine line = TrainingCommand.commandLine().setOut(writer).setErr(writer);
        line.execute(words);
        return output.toString();
    }
}
