package io.pleura.standalone.audit;

import io.pleura.standalone.audit.Balance.AwaitingAlert;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// What nobody can read, by the study that is its key: a record of the lanes may be one radiograph of that study, a
/// record of scores or rejections one outcome.
///
/// Pure. A [Ledger] that lacks a radiograph or an outcome takes it from here; the [#balance()] is of all that cannot be
/// read, and its problems are of what nobody took.
final class SuspenseAccount {

    private static final class Study {
        private int received;
        private int published;
        private int behind;
        private int outcomes;
        private int rejections;
    }

    private final Map<String, Study> studies = new HashMap<>();
    private long accepted;
    private long rejected;
    private long outcomesTaken;

    /// @param inferenceBehind true when inference has yet to commit this record
    void received(String key, boolean inferenceBehind) {
        Study study = study(key);
        study.received++;
        study.published++;
        study.behind += inferenceBehind ? 1 : 0;
        accepted++;
    }

    void outcome(String key) {
        study(key).outcomes++;
    }

    /// By inference, of a record that it could not read: such a rejection has nothing of it but the key.
    void rejectedUnread(String key) {
        study(key).rejections++;
        rejected++;
    }

    /// Whether a record may be the radiograph of this study that an outcome lacks; it is no other one's then.
    boolean takeReceived(String studyUid) {
        Study study = studies.get(studyUid);
        if (study == null || study.received == 0) {
            return false;
        }
        study.received--;
        return true;
    }

    /// Whether a record may be what ingest published of this study and the lanes lack; it is nothing else of that then.
    boolean takePublished(String studyUid) {
        Study study = studies.get(studyUid);
        if (study == null || study.published == 0) {
            return false;
        }
        study.published--;
        return true;
    }

    /// Whether a record may be the outcome that a radiograph of this study lacks; it is no other one's then.
    boolean takeOutcome(String studyUid) {
        Study study = studies.get(studyUid);
        if (study == null || study.outcomes == 0) {
            return false;
        }
        study.outcomes--;
        outcomesTaken++;
        return true;
    }

    Balance balance() {
        List<String> problems = new ArrayList<>();
        long inFlight = 0;
        long unreadable = outcomesTaken;
        for (Map.Entry<String, Study> each : studies.entrySet()) {
            Study study = each.getValue();
            int open = study.received - study.rejections;
            if (open < 0) {
                problems.add(-open + " rejections of unreadable records that nobody received, key " + each.getKey());
                continue;
            }
            int taken = Math.min(open, study.outcomes);
            int waiting = Math.min(open - taken, study.behind);
            int missing = open - taken - waiting;
            unreadable += taken;
            inFlight += waiting;
            if (missing > 0) {
                problems.add("missing: received, passed by inference, no outcome: " + missing
                        + " unreadable records, key " + each.getKey());
            }
        }
        return new Balance(
                OptionalLong.empty(),
                accepted,
                0,
                0,
                rejected,
                inFlight,
                LongestWait.NONE,
                unreadable,
                0,
                AwaitingAlert.NONE,
                0,
                List.of(),
                problems);
    }

    private Study study(String key) {
        return studies.computeIfAbsent(key, none -> new Study());
    }
}
