package io.pleura.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.training.learning.Presets;
import io.pleura.training.learning.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// Runs of which only the settings are there: everything here is refused before an image or a weight is read.
class SeenImagesTest {

    private final Path folder;

    SeenImagesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void makesRuns() throws IOException {
        Files.createDirectories(folder.resolve("X"));
        Files.createSymbolicLink(folder.resolve("LINK"), folder.resolve("X"));
        run("A", "seed", "1", "data", data("siim:X"));
        run("B", "from", folder.resolve("A").toString());
        run("C");
        run("TWO", "seed", "1", "data", data("siim:X", "nih:Y"));
        run("FOLD", "pretrainedOn", "['folder:%s']".formatted(folder.resolve("X")));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            export --run A --out OUT --foreign X
            export --run A --out OUT --foreign LINK
            export --run B --out OUT --foreign X
            crossvalidate --on folder:X --from A --out OUT
            crossvalidate --on folder:LINK --from B --out OUT
            crossvalidate --on folder:X --from FOLD --out OUT
            crossvalidate --on folder:X --from C --member A --out OUT
            transfer --on siim:X --from A --out OUT
            transfer --on siim:X --from B --out OUT
            """)
    void neverCallsUnseenWhatWeightsHaveSeen(String command) {
        assertThat(refusal(command)).contains("was trained on").contains("unseen of it is what it held back alone");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            crossvalidate --on folder:X --data folder:X --out OUT
            crossvalidate --on folder:X --data phantoms --data inserted:X --out OUT
            transfer --on folder:X --data folder:X --out OUT
            """)
    void trainsOnNothingThatItTests(String command) {
        assertThat(refusal(command)).contains("is trained on, so that no image of --on folder:");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            train --out OUT --from A --seed 2 --data siim:X                   | with seed 1: with another seed or other data sets
            train --out OUT --from A --data siim:LINK --data nih:Y            | with seed 1: with another seed or other data sets
            train --out OUT --from A --data inserted:X                        | with seed 1: with another seed or other data sets
            train --out OUT --from B --seed 2 --data siim:X                   | with seed 1: with another seed or other data sets
            train --out OUT --from TWO --data siim:X                          | with seed 1: with another seed or other data sets
            train --out OUT --from FOLD --data folder:X                       | nothing tells which
            transfer --on folder:Z --out OUT --from A --seed 2 --data siim:X  | with seed 1: with another seed or other data sets
            """)
    void holdsNothingBackThatWeightsHaveSeen(String command, String reason) {
        assertThat(refusal(command)).contains(reason);
        assertThat(folder.resolve("OUT/settings.json")).doesNotExist();
    }

    @Test
    void goesOnWithTheSameSplitAndWithOtherImages() {
        for (String command : new String[] {
            "train --out OUT --from A --seed 1 --data siim:LINK --data phantoms",
            "train --out OUT --from A --seed 2 --data siim:Z",
            "train --out OUT --from A --seed 2",
            "crossvalidate --on folder:Z --from A --out OUT",
            "crossvalidate --on folder:X --data folder:X --mixed 0 --out OUT",
        }) {
            assertThat(refusal(command)).doesNotContain("was trained on", "is trained on", "nothing tells");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train --out OUT --from C",
                "export --out OUT --run C",
                "report --out OUT --run C",
            })
    void goesOnFromWeightsThatAreThere(String command) throws IOException {
        assertThat(refusal(command))
                .startsWith("pleura: there is no " + folder.resolve("C/weights.pt") + " yet;")
                .hasLineCount(1);
        Files.writeString(folder.resolve("C/weights.pt"), "no weights");
        assertThat(refusal(command))
                .contains("weights.pt holds no weights of this network: ")
                .doesNotContain("frame #");
    }

    private String data(String... sources) {
        StringBuilder list = new StringBuilder();
        for (String source : sources) {
            list.append("{source: '%s', share: null},".formatted(source.replace(":", ":" + folder + "/")));
        }
        return "[" + list + "]";
    }

    private void run(String name, String... settings) throws IOException {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            given.put(settings[i], settings[i + 1]);
        }
        new RunFolder(folder.resolve(name)).write(Presets.load(Presets.DEFAULT, given));
    }

    /// Names in capitals stand for files of the test's folder; there is no image in it and there are no weights.
    private String refusal(String command) {
        String[] words = command.split(" +");
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].replaceFirst("^((?:[a-z]+:)?)([A-Z]+)$", "$1" + folder + "/$2");
        }
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output, true);
        CommandLine line = TrainingCommand.commandLine().setOut(writer).setErr(writer);
        assertThat(line.execute(words)).isNotZero();
        return output.toString();
    }
}
