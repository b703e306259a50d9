package io.pleura.alerting.worklist;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.alerting.Samples;
import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.AlertState;
import io.pleura.alerting.triage.Priority;
import io.pleura.schemas.AlertId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorklistTest {

    private final Worklist worklist = new Worklist(3, Duration.ofDays(7), 2);

    @Test
    void putsWhatIsNewAndStatFirst() {
        apply(0, 0, "1.1", AlertState.ACKNOWLEDGED, Priority.STAT);
        apply(1, 0, "1.2", AlertState.NEW, Priority.ROUTINE);
        apply(2, 0, "1.3", AlertState.NEW, Priority.STAT);
        apply(2, 1, "1.4", AlertState.DISMISSED, Priority.STAT);
        assertThat(ids(worklist.mostUrgentFirst())).containsExactly("1.3", "1.2", "1.1", "1.4");
    }

    @Test
    void evictsTheOldestClosedAlertsAndNeverANewOne() {
        for (int study = 0; study < 5; study++) {
            apply(0, study, "1." + study, AlertState.NEW, Priority.ROUTINE);
            apply(1, study, "2." + study, AlertState.DISMISSED, Priority.ROUTINE);
        }
        worklist.evict(Samples.NOON);
        assertThat(ids(worklist.mostUrgentFirst()))
                .filteredOn(id -> id.startsWith("1."))
                .hasSize(5);
        assertThat(ids(worklist.mostUrgentFirst()))
                .filteredOn(id -> id.startsWith("2."))
                .hasSize(2);
        worklist.evict(Samples.NOON.plus(Duration.ofDays(8)));
        assertThat(ids(worklist.mostUrgentFirst())).hasSize(5).allMatch(id -> id.startsWith("1."));
    }

    @Test
    void tellsItsReadersWhatWentAndThoseWhoComeLaterWhatThereIs() throws Exception {
        apply(0, 0, "1.1", AlertState.NEW, Priority.STAT);
        apply(1, 0, "2.1", AlertState.DISMISSED, Priority.STAT);
        try (FeedSubscription reader = worklist.subscribe("", 10)) {
            assertThat(reader.held()).extracting(AlertId::value).containsExactlyInAnyOrder("1.1", "2.1");
            worklist.evict(Samples.NOON.plus(Duration.ofDays(8)));
            assertThat(reader.next(Duration.ZERO)).contains(new FeedItem.Gone(new AlertId("2.1")));
            assertThat(reader.next(Duration.ZERO)).isEmpty();
        }
        String seenAll = FeedCursor.start(3).after(0, 0).after(1, 0).encode();
        try (FeedSubscription resumed = worklist.subscribe(seenAll, 10)) {
            assertThat(resumed.backlog()).isEmpty();
            assertThat(resumed.held()).containsExactly(new AlertId("1.1"));
        }
    }

    @Test
    void resumesAfterAnyEventOfTheBacklog() {
        apply(0, 4, "1.1", AlertState.NEW, Priority.STAT);
        apply(1, 9, "1.2", AlertState.NEW, Priority.STAT);
        apply(2, 1, "1.3", AlertState.NEW, Priority.STAT);
        List<FeedItem.Changed> all = backlog("");
        for (int seen = 0; seen < all.size(); seen++) {
            assertThat(backlog(all.get(seen).cursor().encode())).isEqualTo(all.subList(seen + 1, all.size()));
        }
    }

    @Test
    void startsOverForACursorOfAnotherLog() {
        apply(0, 4, "1.1", AlertState.NEW, Priority.STAT);
        assertThat(backlog(FeedCursor.start(3).after(0, 400).encode())).hasSize(1);
        assertThat(backlog(FeedCursor.start(7).after(0, 4).encode())).hasSize(1);
        assertThat(backlog("%%%")).hasSize(1);
    }

    @Test
    void tellsASlowReaderThatItFellBehind() throws Exception {
        try (FeedSubscription reader = worklist.subscribe("", 2)) {
            apply(0, 0, "1.1", AlertState.NEW, Priority.STAT);
            apply(0, 1, "1.2", AlertState.NEW, Priority.STAT);
            assertThat(reader.isOverrun()).isFalse();
            apply(0, 2, "1.3", AlertState.NEW, Priority.STAT);
            assertThat(reader.isOverrun()).isTrue();
            assertThat(reader.next(Duration.ZERO)).isPresent();
        }
        assertThat(worklist.subscriptions()).isZero();
    }

    @Test
    void cursorSurvivesItsText() {
        FeedCursor cursor = FeedCursor.start(24).after(3, 127).after(4, 128).after(23, Long.MAX_VALUE - 1);
        assertThat(FeedCursor.decode(cursor.encode(), 24)).isEqualTo(Optional.of(cursor));
        assertThat(cursor.encode()).hasSizeLessThan(100);
    }

    private List<FeedItem.Changed> backlog(String cursor) {
        try (FeedSubscription reader = worklist.subscribe(cursor, 10)) {
            return reader.backlog();
        }
    }

    private void apply(int partition, long offset, String study, AlertState state, Priority priority) {
        worklist.apply(partition, offset, Samples.alert(study, state, priority));
    }

    private static List<String> ids(List<Alert> alerts) {
        return alerts.stream().map(alert -> alert.id().value()).toList();
    }
}
