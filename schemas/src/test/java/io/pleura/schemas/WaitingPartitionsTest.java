package io.pleura.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitingPartitionsTest {

    private static final TopicPartition FIRST = new TopicPartition("scores", 3);

    @Test
    void namesTheRecordThatEachPartitionWaitsBefore() {
        WaitingPartitions waiting = new WaitingPartitions(Set.of());
        assertThat(waiting.places()).isEmpty();

        assertThat(waiting.add(FIRST, new RecordPlace(FIRST, 17))).isTrue();
        assertThat(waiting.add(new TopicPartition("alerts", 2), RecordPlace.valueOf("notifications-2@5")))
                .isTrue();

        assertThat(waiting.places()).contains("notifications-2@5, scores-3@17");
        waiting.forget(List.of(FIRST));
        assertThat(waiting.contains(FIRST)).isFalse();
        assertThat(waiting.partitions()).containsExactly(new TopicPartition("alerts", 2));
    }

    @Test
    void namesThreeAndCountsTheRest() {
        WaitingPartitions waiting = new WaitingPartitions(Set.of());
        for (int partition = 0; partition < 5; partition++) {
            TopicPartition each = new TopicPartition("scores", partition);
            waiting.add(each, new RecordPlace(each, 7));
        }
        assertThat(waiting.places()).contains("scores-0@7, scores-1@7, scores-2@7 and 2 more");
    }

    @Test
    void doesNotWaitBeforeWhatTheSiteHasGivenUp() {
        WaitingPartitions waiting = new WaitingPartitions(Set.of(RecordPlace.valueOf("scores-3@17")));
        assertThat(waiting.add(FIRST, new RecordPlace(FIRST, 17))).isFalse();
        assertThat(waiting.contains(FIRST)).isFalse();
        assertThat(waiting.add(FIRST, new RecordPlace(FIRST, 18))).isTrue();
    }

    @Test
    void aPlaceReadsAsItIsWritten() {
        RecordPlace place = new RecordPlace(new TopicPartition("radiographs.stat", 3), 17);
        assertThat(place).hasToString("radiographs.stat-3@17");
        assertThat(RecordPlace.valueOf("radiographs.stat-3@17")).isEqualTo(place);
    }

    @Test
    void saysInWhichSettingAMistakeIs() {
        assertThat(RecordPlace.ofSetting("pleura.x.pass-over", Set.of("scores-3@17")))
                .containsExactly(new RecordPlace(FIRST, 17));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordPlace.ofSetting("pleura.x.pass-over", Set.of("scores")))
                .withMessage("pleura.x.pass-over: 'scores' is no record's place; write topic-partition@offset, like"
                        + " scores-3@17");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "scores", "scores-3", "scores@17", "scores-x@17", "scores-3@-1"})
    void refusesWhatIsNoPlace(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordPlace.valueOf(text))
                .withMessageContaining("write topic-partition@offset, like scores-3@17");
    }
}
