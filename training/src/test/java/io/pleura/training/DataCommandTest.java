package io.pleura.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pleura.training.data.RunLengthEncoding;
import io.pleura.training.data.TinySiim;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DataCommandTest {

    private final Path folder;
    private final Path data;
    private final StringWriter output = new StringWriter();

    DataCommandTest(@TempDir Path folder) {
        this.folder = folder;
        this.data = folder.resolve("data");
    }

    @Test
    void reportsADataSetInOneFile() throws Exception {
        TinySiim.write(data, 8, "stage_2_train.csv", RunLengthEncoding.RELATIVE);
        String evil = "<script>alert(1)</script>";
        append(data.resolve("stage_2_train.csv"), evil + ",-1\n");
        Path out = folder.resolve("out");
        assertThat(run("data", "report", "--data", "siim:" + data, "--out", out))
                .isZero();
        assertThat(output.toString())
                .contains("line 14: image file missing: " + evil)
                .contains("left out, image file missing: 1")
                .contains("8 images, 4 positive, 4 with a mask");
        String html = Files.readString(out.resolve("report.html"));
        assertThat(html)
                .contains("keep it as you keep the data")
                .contains("8 images of 8 patients", "4 positive, 4 negative")
                .contains("pneumothorax, with its mask")
                .contains("&lt;script&gt;")
                .doesNotContain("<script", "<link", "src=\"http");
        assertThat(html.split("src=\"data:image/png;base64,", -1)).hasSizeGreaterThanOrEqualTo(1 + 8 + 1);
        assertThat(Files.readAllLines(out.resolve("bad-rows.csv")))
                .hasSize(2)
                .last()
                .asString()
                .contains(evil);
        assertThat(out.resolve("example-08.png")).exists();
    }

    @Test
    void stopsAtTheFirstBadRowWhereItIsToBeStrict() throws Exception {
        TinySiim.write(data, 2, "train-rle.csv", RunLengthEncoding.RELATIVE);
        append(data.resolve("train-rle.csv"), "nowhere,-1\n");
        assertThat(run("data", "report", "--strict", "--data", "siim:" + data, "--out", folder.resolve("out")))
                .isEqualTo(1);
        assertThat(output.toString()).contains("train-rle.csv line", "image file missing: nowhere");
    }

    @Test
    void writesStatisticsOfMasks() throws Exception {
        TinySiim.write(data, 8, "masks.csv", RunLengthEncoding.ABSOLUTE);
        Path out = folder.resolve("statistics.json");
        assertThat(run("data", "statistics", "--masks", data.resolve("masks.csv"), "--out", out))
                .isZero();
        JsonNode json = new ObjectMapper().readTree(out.toFile());
        assertThat(json.path("images").asInt()).isEqualTo(8);
        assertThat(json.path("positives").asInt()).isEqualTo(4);
        assertThat(json.at("/all/area")).hasSize(11);
        assertThat(json.at("/terciles/large/occupancy16")).hasSize(16);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            odd,5;        masks.csv: line 14: the list has 1 numbers, which are not pairs
            odd,1 2,odd;  masks.csv line 14: wrong number of columns: 3 instead of 2
            """)
    void makesNoStatisticsOfATableWithABadRow(String row, String reason) throws Exception {
        TinySiim.write(data, 8, "masks.csv", RunLengthEncoding.RELATIVE);
        append(data.resolve("masks.csv"), row + "\n");
        Path out = folder.resolve("statistics.json");
        assertThat(run("data", "statistics", "--masks", data.resolve("masks.csv"), "--out", out))
                .isNotZero();
        assertThat(output.toString()).contains(reason);
        assertThat(out).doesNotExist();
    }

    @Test
    void repeatsTheStatisticsThatPhantomsAreDrawnFrom() throws Exception {
        Path masks = SharedData.path("labels-only/siim-train-rle.csv.gz");
        Path out = folder.resolve("statistics.json");
        assertThat(run("data", "statistics", "--masks", masks, "--out", out)).isZero();
        ObjectNode made = (ObjectNode) new ObjectMapper().readTree(out.toFile());
        ObjectNode committed = (ObjectNode)
                new ObjectMapper().readTree(DataCommandTest.class.getResource("phantom/siim-mask-statistics.json"));
        made.remove("source");
        committed.remove("source");
        assertThat(made).isEqualTo(committed);
    }

    @Test
    void namesWhatItKnowsWhereADataSetHasNoSuchName() {
        assertThat(run("data", "report", "--data", "mimic:" + data, "--out", folder.resolve("out")))
                .isEqualTo(1);
        assertThat(output.toString())
                .contains("'mimic:", "is no data set; say phantoms, siim:DIR, nih:DIR, folder:DIR or inserted:DIR");
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private int run(Object... words) {
        List<String> arguments = new ArrayList<>();
        for (Object word : words) {
            arguments.add(word.toString());
        }
        PrintWriter writer = new PrintWriter(output, true);
        CommandLine command = TrainingCommand.commandLine().setOut(writer).setErr(writer);
        return command.execute(arguments.toArray(String[]::new));
    }
}
