package io.pleura.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.training.data.RunLengthEncoding;
import io.pleura.training.data.TinySiim;
import io.pleura.training.export.ModelDescription;
import io.pleura.training.export.ModelFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A stranger with a folder of the SIIM-ACR challenge follows the README, word by word.
class ReadmeTest {

    private static final String SECTION = "## Your own images";
    private static final String COMMAND = "    ./pleura ";
    private static final int IMAGES = 20;

    @ParameterizedTest
    @CsvSource(textBlock = """
            train-rle.csv, RELATIVE
            masks.csv,     ABSOLUTE
            """)
    void trainsOnAFolderOfTheChallenge(String table, RunLengthEncoding encoding, @TempDir Path folder)
            throws Exception {
        TinySiim.write(folder.resolve("DIR"), IMAGES, table, encoding);
        List<String> commands = commands();
        assertThat(commands).hasSize(2);
        for (String command : commands) {
            run(command, folder);
        }
        assertThat(folder.resolve("REPORT/report.html")).isNotEmptyFile();
        ModelDescription model = new ModelFolder(folder.resolve("RUN/model")).description();
        assertThat(model.evaluation().testImages()).isEqualTo(IMAGES / 10);
        assertThat(folder.resolve("RUN/model/card.md"))
                .content()
                .contains("images of `siim:", "tested on 2 images and tuned on 2", "Research on images like those")
                .doesNotContain("training phantoms", "synthetic", "Half of the images");
    }

    /// Names in capitals stand for the reader's own paths.
    private static void run(String command, Path folder) {
        String[] words = command.split(" +");
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].replaceFirst("^((?:siim:)?)([A-Z]+)$", "$1" + folder + "/$2");
        }
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output, true);
        int status = TrainingCommand.commandLine().setOut(writer).setErr(writer).execute(words);
        assertThat(status).as("%s%n%s", command, output).isZero();
    }

    /// The commands of the section's first block.
    private static List<String> commands() throws IOException {
        Path readme = Path.of(System.getProperty("pleura.root", ".."), "training", "README.md");
        String section = Files.readString(readme).split(SECTION, 2)[1];
        return section.lines()
                .dropWhile(line -> !line.startsWith(COMMAND))
                .takeWhile(line -> line.startsWith(COMMAND))
                .map(line -> line.substring(COMMAND.length()))
                .toList();
    }
}
