package io.pleura.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.evaluation.Figure;
import io.pleura.training.evaluation.OperatingPoint;
import io.pleura.training.evaluation.Outcome;
import io.pleura.training.evaluation.Scored;
import io.pleura.training.evaluation.Toys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionTableTest {

    private static final float[] LESION = {1, 1, 0, 0};

    /// Scores of the folds stand on either side of 2 and of -2.
    private static final List<Scored> HIGH = List.of(
            Toys.map("a", LESION, new float[] {3, 1, -1, -3}, 1),
            Toys.map("b", new float[4], new float[] {1, 0, 0, 0}, 1));

    private static final List<Scored> LOW = List.of(
            Toys.map("c", LESION, new float[] {-1, -1, -3, -3}, 1),
            Toys.map("d", new float[4], new float[] {-3, -3, -3, -3}, 1));

    private final Path file;

    PredictionTableTest(@TempDir Path folder) {
        file = folder.resolve("predictions.csv");
    }

    /// The cut of `a` is -2, where three nodes of its map are marked: Dice 0.8, which at logit 0 were 1. That of `c`
    /// is 2, where none is.
    @Test
    void cutsTheMapsOfAFoldWhereTheOthersSay() throws Exception {
        assertThat(OperatingPoint.balanced(new Evaluation(HIGH)).cut()).isEqualTo(2);
        assertThat(OperatingPoint.balanced(new Evaluation(LOW)).cut()).isEqualTo(-2);
        assertThat(written(HIGH, LOW))
                .containsExactly(
                        "id,patient,fold,label,score,area,dice,pixel_dice",
                        "\"a\",\"a\",1,1,3.0,0.500000,0.800000,0.800000",
                        "\"b\",\"b\",1,0,1.0,0.000000,,",
                        "\"c\",\"c\",2,1,-1.0,0.500000,0.000000,0.000000",
                        "\"d\",\"d\",2,0,-3.0,0.000000,,");
    }

    @Test
    void isJudgedByTheReportAsItJudgesItself() throws Exception {
        PredictionTable table = table(HIGH, LOW);
        table.write(file);
        List<Outcome> read = Predictions.read(file).judged().images();
        List<Outcome> own = table.judged().images();
        assertThat(read)
                .extracting(Outcome::called)
                .containsExactlyElementsOf(own.stream().map(Outcome::called).toList());
        assertThat(read)
                .extracting(image -> image.overlap().nodes())
                .containsExactlyElementsOf(
                        own.stream().map(image -> image.overlap().nodes()).toList());
        assertThat(Figure.DICE_NODES.of(table.judged())).isEqualTo(0.4);
    }

    /// A label is no mask of no area, and a map beside it no Dice of 0.
    @Test
    void leavesEmptyWhatIsNotKnown() throws Exception {
        List<String> lines = written(
                HIGH.stream().map(PredictionTableTest::labelled).toList(),
                LOW.stream().map(PredictionTableTest::labelled).toList());
        assertThat(lines.stream().skip(1)).hasSize(4).allMatch(line -> line.endsWith(",,,"));
        String report = Document.markdown(Predictions.read(file).byFold());
        assertThat(report).contains("| 1 | 2 | 1 | 1.000 | 1.000 | 0.000 | – |");
    }

    private static Scored labelled(Scored image) {
        Example known = image.example();
        Example example = new Example(
                known.origin(),
                1,
                new short[1],
                new float[4],
                Example.Supervision.LABEL,
                known.positive(),
                0,
                known.finding(),
                Set.of());
        return new Scored(example, image.logits(), image.score());
    }

    private static PredictionTable table(List<Scored> first, List<Scored> second) {
        PredictionTable table = new PredictionTable();
        table.add(1, first);
        table.add(2, second);
        return table;
    }

    private List<String> written(List<Scored> first, List<Scored> second) throws Exception {
        table(first, second).write(file);
        return Files.readAllLines(file);
    }
}
