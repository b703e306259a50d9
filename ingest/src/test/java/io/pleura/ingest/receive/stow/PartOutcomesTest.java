package io.pleura.ingest.receive.stow;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.ingest.Outcome;
import io.pleura.ingest.Outcome.Identity;
import io.pleura.ingest.Outcome.Refused;
import io.pleura.schemas.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartOutcomesTest {

    private final PartOutcomes outcomes = new PartOutcomes();
    private final List<Integer> awaited = new ArrayList<>();

    @Test
    void waitsForTheOldestWhereOneTooManyIsOnItsWay() {
        add(0, PartOutcomes.MOST_PENDING);
        assertThat(awaited).isEmpty();

        add(PartOutcomes.MOST_PENDING, PartOutcomes.MOST_PENDING + 2);
        assertThat(awaited).containsExactly(0, 1);
        assertThat(outcomes.count()).isEqualTo(PartOutcomes.MOST_PENDING + 2);
    }

    @Test
    void areInTheOrderOfTheParts() {
        int parts = 2 * PartOutcomes.MOST_PENDING;
        add(0, parts);

        assertThat(outcomes.await())
                .containsExactlyElementsOf(IntStream.range(0, parts)
                        .mapToObj(PartOutcomesTest::outcome)
                        .toList());
        assertThat(awaited).hasSize(parts);
    }

    private void add(int from, int to) {
        IntStream.range(from, to)
                .forEach(part -> outcomes.add(() -> {
                    awaited.add(part);
                    return outcome(part);
                }));
    }

    private static Outcome outcome(int part) {
        return new Refused(Identity.UNKNOWN, ReasonCode.TRUNCATED, "part " + part);
    }
}
