package io.pleura.standalone.audit;

import io.pleura.standalone.audit.Balance.AwaitingAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The books of one partition: everything received must have come out exactly once, or still be on its way.
///
/// Pure: events go in as identifiers and offsets, a [Balance] comes out. Enter alerts first, then outcomes, then what
/// was received, each read later than the one before, so that nothing seems missing that only was not read yet.
final class Ledger {

    /// What happened to one radiograph, identified by its content hash and SOP Instance UID.
    private static final class Entry {
        private final String studyUid;
        private int received;
        private int scored;
        private int rejected;
        private boolean inFlight;
        private LongestWait wait = LongestWait.NONE;

        private Entry(String studyUid) {
            this.studyUid = studyUid;
        }
    }

    private final Map<String, Entry> entries = new HashMap<>();
    /// Positive scores of one study.
    ///
    /// @param alertingBehind true when alerting has yet to read every one of them
    private record Positive(boolean alertingBehind, Instant firstScoredAt) {
        Positive and(Positive other) {
            return new Positive(
                    alertingBehind && other.alertingBehind,
                    firstScoredAt.isBefore(other.firstScoredAt) ? firstScoredAt : other.firstScoredAt);
        }
    }

    private final Instant now;
    private final SuspenseAccount suspense;
    private final Map<String, Positive> positiveStudies = new HashMap<>();
    private final Map<String, Integer> raisedAlerts = new HashMap<>();
    private final Set<String> alerts = new HashSet<>();
    private long refusedOnArrival;

    /// @param now when the books were opened; what waits is that old
    /// @param suspense has what cannot be read of what was received and came out before [#balance()] is asked for
    Ledger(Instant now, SuspenseAccount suspense) {
        this.now = now;
        this.suspense = suspense;
    }

    /// @param raised true when this change is the alert's first
    void alertChanged(String studyUid, boolean raised) {
        alerts.add(studyUid);
        if (raised) {
            raisedAlerts.merge(studyUid, 1, Integer::sum);
        }
    }

    /// @param alertingBehind true when alerting has yet to read this score
    void scored(
            String contentHash,
            String sopInstanceUid,
            String studyUid,
            boolean positive,
            boolean alertingBehind,
            Instant scoredAt) {
        entry(contentHash, sopInstanceUid, studyUid).scored++;
        if (positive) {
            positiveStudies.merge(studyUid, new Positive(alertingBehind, scoredAt), Positive::and);
        }
    }

    void rejectedByInference(String contentHash, String sopInstanceUid, String studyUid) {
        entry(contentHash, sopInstanceUid, studyUid).rejected++;
    }

    void refusedOnArrival() {
        refusedOnArrival++;
    }

    /// @param lane where it came
    /// @param inferenceBehind true when inference has yet to commit this event
    void received(
            String contentHash,
            String sopInstanceUid,
            String studyUid,
            LongestWait.Place lane,
            boolean inferenceBehind,
            Instant receivedAt) {
        Entry entry = entry(contentHash, sopInstanceUid, studyUid);
        entry.received++;
        if (inferenceBehind) {
            entry.inFlight = true;
            entry.wait = entry.wait.plus(LongestWait.of(lane, name(contentHash, sopInstanceUid), receivedAt, now));
        }
    }

    Balance balance() {
        List<String> problems = new ArrayList<>();
        long accepted = 0;
        long scored = 0;
        long rejected = 0;
        long inFlight = 0;
        LongestWait wait = LongestWait.NONE;
        for (Map.Entry<String, Entry> each : entries.entrySet()) {
            Entry entry = each.getValue();
            int outcomes = entry.scored + entry.rejected;
            accepted += entry.received;
            scored += entry.scored;
            rejected += entry.rejected;
            if (outcomes == 0 && entry.inFlight) {
                inFlight += entry.received;
                wait = wait.plus(entry.wait);
            } else if (outcomes == 0 && !suspense.takeOutcome(entry.studyUid)) {
                problems.add("missing: received, passed by inference, no outcome: " + each.getKey());
            } else if (entry.received == 0 && !suspense.takeReceived(entry.studyUid)) {
                problems.add("an outcome of what was never received: " + each.getKey());
            }
            if (entry.received > 1 || outcomes > 1) {
                problems.add("double: received %d, scored %d, rejected %d times: %s"
                        .formatted(entry.received, entry.scored, entry.rejected, each.getKey()));
            }
        }
        return new Balance(
                OptionalLong.empty(),
                accepted,
                refusedOnArrival,
                scored,
                rejected,
                inFlight,
                wait,
                0,
                alerts.size(),
                awaitingAlert(),
                0,
                List.of(),
                alertProblems(problems));
    }

    private AwaitingAlert awaitingAlert() {
        return positiveStudies.entrySet().stream()
                .filter(study -> study.getValue().alertingBehind() && !alerts.contains(study.getKey()))
                .map(study -> new AwaitingAlert(1, age(study.getValue().firstScoredAt())))
                .reduce(AwaitingAlert.NONE, AwaitingAlert::plus);
    }

    /// None where the worker's clock is ahead.
    private Duration age(Instant scoredAt) {
        Duration age = Duration.between(scoredAt, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    private List<String> alertProblems(List<String> problems) {
        positiveStudies.forEach((study, positive) -> {
            if (!positive.alertingBehind() && !alerts.contains(study)) {
                problems.add("no alert for a positive study: " + study);
            }
        });
        raisedAlerts.forEach((study, times) -> {
            if (times > 1) {
                problems.add("alert raised %d times: %s".formatted(times, study));
            }
        });
        return problems;
    }

    private Entry entry(String contentHash, String sopInstanceUid, String studyUid) {
        return entries.computeIfAbsent(name(contentHash, sopInstanceUid), key -> new Entry(studyUid));
    }

    /// Of a radiograph, as the books have it.
    static String name(@Nullable String contentHash, @Nullable String sopInstanceUid) {
        return sopInstanceUid + " " + contentHash;
    }
}
