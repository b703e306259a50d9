package io.pleura.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.events.ReplayRequested;
import io.pleura.events.ReplayScored;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicTest {

    @Test
    void namesAreUniqueAndLegal() {
        assertThat(Topic.CATALOGUE)
                .extracting(Topic::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z.-]{1,100}"));
    }

    /// A replay can page nobody: what it asks for and what it yields are types that no other topic carries.
    @Test
    void replaysHaveTypesOfTheirOwn() {
        assertThat(Topic.CATALOGUE)
                .filteredOn(topic -> topic.value() == ReplayRequested.class || topic.value() == ReplayScored.class)
                .containsExactly(Topic.RADIOGRAPHS_REPLAY, Topic.REPLAYS);
    }

    @Test
    void auditTopicsAreKeptForTenYearsAndNeverCompacted() {
        assertThat(Topic.SCORES.config())
                .isEqualTo(Map.of(
                        "cleanup.policy", "delete", "retention.ms", "315619200000", "max.message.bytes", "2097152"));
    }

    @Test
    void alertsAreCompactedAfterAWeek() {
        assertThat(Topic.ALERTS.config())
                .isEqualTo(Map.of(
                        "cleanup.policy",
                        "compact",
                        "min.compaction.lag.ms",
                        "604800000",
                        "max.message.bytes",
                        "2097152"));
    }
}
