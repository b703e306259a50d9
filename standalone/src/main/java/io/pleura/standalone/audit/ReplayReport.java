package io.pleura.standalone.audit;

import io.pleura.events.ReplayScored;
import java.util.Locale;

/// The outcome of a replay.
///
/// @param requested radiographs that were to be scored again
/// @param identical that came out as they are on record
/// @param different that came out otherwise
/// @param failed that could not be scored again
/// @param unreadable scores that may have been selected, and of which whoever asked did not know
public record ReplayReport(int requested, int identical, int different, int failed, int unreadable) {

    /// @return a report before any answer
    static ReplayReport of(int requested, int unreadable) {
        return new ReplayReport(requested, 0, 0, 0, unreadable);
    }

    ReplayReport plus(ReplayScored answer) {
        if (answer.getFailure() != null) {
            return new ReplayReport(requested, identical, different, failed + 1, unreadable);
        }
        return isIdentical(answer)
                ? new ReplayReport(requested, identical + 1, different, failed, unreadable)
                : new ReplayReport(requested, identical, different + 1, failed, unreadable);
    }

    public int unanswered() {
        return requested - identical - different - failed;
    }

    public boolean allIdentical() {
        return identical == requested && unreadable == 0;
    }

    /// One line about one radiograph.
    public static String line(ReplayScored answer) {
        var recorded = answer.getRecorded();
        String uid = recorded.getSopInstanceUid();
        if (answer.getFailure() != null) {
            return "FAILED     %s  %s".formatted(uid, answer.getFailure());
        }
        if (isIdentical(answer)) {
            return String.format(Locale.ROOT, "identical  %s  score %.4f", uid, recorded.getScore());
        }
        return String.format(
                Locale.ROOT,
                "DIFFERENT  %s  score %.6f, on record %.6f; largest difference in the map %.6g%s",
                uid,
                recorded.getScore() + answer.getScoreDifference(),
                recorded.getScore(),
                answer.getLargestMapDifference(),
                ReplayDifferences.of(answer).words());
    }

    /// One line about a radiograph of which nothing came back.
    static String line(ScoreName unanswered) {
        return "NO ANSWER  %s  scored at %s".formatted(unanswered.sopInstanceUid(), unanswered.scoredAt());
    }

    private static boolean isIdentical(ReplayScored answer) {
        return answer.getBitIdentical() && ReplayDifferences.of(answer).isEmpty();
    }

    public String summary() {
        String summary = requested == 0
                ? "no score on record is of that study or time: nothing was scored again"
                : "%d to be scored again: %d bit-identical, %d different, %d failed, %d without an answer"
                        .formatted(requested, identical, different, failed, unanswered());
        return unreadable == 0
                ? summary
                : "%s; %d scores that cannot be read were NOT scored again: replay with the release that wrote them,"
                                .formatted(summary, unreadable)
                        + " or name them (--pass-over)";
    }
}
