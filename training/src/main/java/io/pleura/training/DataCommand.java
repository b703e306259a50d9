package io.pleura.training;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pleura.training.data.DataSet;
import io.pleura.training.data.DataSets;
import io.pleura.training.data.DataSurvey;
import io.pleura.training.data.MaskStatistics;
import io.pleura.training.data.RunLengthEncoding;
import io.pleura.training.data.RunLengthMask;
import io.pleura.training.data.RunLengthTable;
import io.pleura.training.report.DataReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `data`: says what is in a data set.
@CommandLine.Command(
        name = "data",
        description = "Says what is in a data set.",
        mixinStandardHelpOptions = true,
        subcommands = {DataCommand.Report.class, DataCommand.Statistics.class})
final class DataCommand implements Runnable {

    private static final String RUNS =
            "how run-length lists are meant: ${COMPLETION-CANDIDATES} (found out where the lists tell)";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what about the data: report or statistics.");
    }

    @CommandLine.Command(
            name = "report",
            description = "Classes, lesions, example pictures and bad rows of a data set, as HTML and Markdown.",
            mixinStandardHelpOptions = true)
    static final class Report implements Callable<Integer> {

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Option(names = "--data", required = true, description = DataSets.NAMES)
        private String data = "phantoms";

        @Option(names = "--runs", description = RUNS)
        private @Nullable RunLengthEncoding runs;

        @Option(names = "--strict", description = "stop at the first bad row instead of leaving it out")
        private boolean strict;

        @Option(names = "--out", required = true, description = "folder to write to, made if missing")
        private Path out = Path.of("report");

        @Override
        public Integer call() throws IOException {
            PrintWriter console = spec.commandLine().getOut();
            ProgressLine line = new ProgressLine(console);
            DataSet set = DataSets.of(data, runs);
            double images = set.list().items().size();
            DataSurvey survey = DataSurvey.of(set, strict, done -> line.at("images", done / images));
            survey.print(console);
            DataReport.write(survey, out);
            console.printf(
                    "report: %s (it shows pictures of the data: keep it as you keep them)%n",
                    out.resolve("report.html"));
            return 0;
        }
    }

    @CommandLine.Command(
            name = "statistics",
            description = "Sizes, places and shapes of run-length masks, aggregated, as JSON.",
            mixinStandardHelpOptions = true)
    static final class Statistics implements Callable<Integer> {

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Option(names = "--masks", required = true, description = "CSV with ImageId, EncodedPixels; may end in .gz")
        private Path masks = Path.of("train-rle.csv");

        @Option(names = "--runs", description = RUNS)
        private @Nullable RunLengthEncoding runs;

        @Option(names = "--source", defaultValue = "", description = "note on where the masks come from")
        private String source = "";

        @Option(names = "--out", required = true, description = "JSON file to write")
        private Path out = Path.of("statistics.json");

        @Override
        public Integer call() throws IOException {
            RunLengthTable table = RunLengthTable.read(masks, runs);
            if (!table.badRows().isEmpty()) {
                throw table.badRows().getFirst().refusal();
            }
            List<RunLengthMask> found = new ArrayList<>();
            for (List<RunLengthTable.Row> rows : table.byImage().values()) {
                try {
                    found.add(table.mask(rows));
                } catch (IOException e) {
                    throw new IOException(masks + ": " + e.getMessage(), e);
                }
            }
            MaskStatistics statistics = MaskStatistics.of(source, found);
            Files.writeString(out, json(statistics) + "\n");
            PrintWriter console = spec.commandLine().getOut();
            console.printf(
                    "%d images, %d with a mask; area of the image at quantiles %s: %s%n",
                    statistics.images(),
                    statistics.positives(),
                    statistics.probabilities(),
                    statistics.all().area());
            return 0;
        }

        /// One line a list.
        private static String json(MaskStatistics statistics) throws IOException {
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
            printer.indentObjectsWith(new DefaultIndenter(" ", "\n"));
            return new ObjectMapper().writer(printer).writeValueAsString(statistics);
        }
    }
}
