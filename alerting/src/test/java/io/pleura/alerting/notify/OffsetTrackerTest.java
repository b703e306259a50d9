package io.pleura.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {

    private final OffsetTracker<String> tracker = new OffsetTracker<>();

    @Test
    void commitsNothingPastAnUnfinishedRecord() {
        tracker.begin("p", 3);
        tracker.begin("p", 4);
        tracker.begin("p", 7);
        tracker.finish("p", 4);
        tracker.finish("p", 7);
        assertThat(tracker.committable()).isEmpty();
        tracker.finish("p", 3);
        assertThat(tracker.committable()).isEqualTo(Map.of("p", 8L));
        assertThat(tracker.inHand()).isZero();
    }

    @Test
    void asksAgainUntilTheCommitIsConfirmed() {
        tracker.begin("p", 1);
        tracker.finish("p", 1);
        assertThat(tracker.committable()).isEqualTo(Map.of("p", 2L));
        tracker.committed(Map.of("p", 2L));
        assertThat(tracker.committable()).isEmpty();
    }

    @Test
    void knowsNothingMoreOfAPartitionThatWentElsewhere() {
        tracker.begin("p", 1);
        tracker.forget("p");
        tracker.finish("p", 1);
        assertThat(tracker.committable()).isEmpty();
    }
}
