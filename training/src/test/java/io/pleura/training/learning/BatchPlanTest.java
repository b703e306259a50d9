package io.pleura.training.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.training.data.Example;
import io.pleura.training.data.ExampleList;
import io.pleura.training.network.Shapes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchPlanTest {

    private static final Example.InputShape SHAPE = Shapes.settings().shape();

    private final Mixture mixture = new Mixture(List.of(
            new Mixture.Part("many", 0.75, ExampleList.of(Shapes.examples(0, 40, SHAPE))),
            new Mixture.Part("few", 0.25, ExampleList.of(Shapes.examples(100, 8, SHAPE)))));

    @Test
    void showsEveryImageOnceAnEpochWhereNothingElseIsAskedFor() {
        TrainingSettings settings = Shapes.settings("schedule.batchSize=8");
        Mixture one = Mixture.of(Shapes.examples(0, 40, SHAPE));
        List<String> first = ids(new BatchPlan(one, settings).batches(1));
        List<String> second = ids(new BatchPlan(one, settings).batches(2));
        assertThat(first).hasSize(40).doesNotHaveDuplicates();
        assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
        assertThat(ids(new BatchPlan(one, settings).batches(2))).isEqualTo(second);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # epoch of 5, positives of 8 in a batch
            1, 6
            3, 4
            5, 2
            """)
    void movesTheShareOfPositives(int epoch, int positives) {
        TrainingSettings settings = Shapes.settings(
                "schedule.epochs=5",
                "schedule.batchSize=8",
                "sampling.positivesFirst=0.75",
                "sampling.positivesLast=0.25");
        for (List<BatchPlan.Pick> batch : new BatchPlan(mixture, settings).batches(epoch)) {
            assertThat(batch.stream().filter(pick -> pick.example().positive()).count())
                    .isBetween(positives - 1L, positives + 1L);
        }
        long all = new BatchPlan(mixture, settings)
                .batches(epoch).stream()
                        .flatMap(List::stream)
                        .filter(pick -> pick.example().positive())
                        .count();
        assertThat(all).isEqualTo(6L * positives);
    }

    @Test
    void mixesPartsByTheirSharesAndRepeatsTheSmallOneEvenly() {
        TrainingSettings settings = Shapes.settings("schedule.batchSize=8");
        List<List<BatchPlan.Pick>> batches = new BatchPlan(mixture, settings).batches(1);
        assertThat(batches).hasSize(6);
        List<Integer> few = new ArrayList<>();
        for (List<BatchPlan.Pick> batch : batches) {
            List<Integer> some = batch.stream()
                    .filter(pick -> pick.list().size() == 8)
                    .map(BatchPlan.Pick::index)
                    .toList();
            assertThat(some).hasSize(2);
            few.addAll(some);
        }
        assertThat(few.subList(0, 8)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void makesABatchOfFewerImagesThanItHolds() {
        TrainingSettings settings = Shapes.settings("schedule.batchSize=8");
        Mixture tiny = Mixture.of(Shapes.examples(0, 3, SHAPE));
        assertThat(new BatchPlan(tiny, settings).batches(1)).hasSize(1).allMatch(batch -> batch.size() == 8);
    }

    private static List<String> ids(List<List<BatchPlan.Pick>> batches) {
        return batches.stream()
                .flatMap(List::stream)
                .map(pick -> pick.example().origin().id())
                .toList();
    }
}
