package io.pleura.standalone.audit;

import io.pleura.events.ReplayScored;
import java.util.List;
import java.util.Locale;

/// The outcome of a replay.
///
/// @param requested radiographs that were to be scored again
/// @param answers one for each that was, in no particular order
/// @param unreadable scores that may have been selected, and of which whoever asked did not know
public record ReplayReport(int requested, List<ReplayScored> answers, int unreadable) {

    public ReplayReport {
        answers = List.copyOf(answers);
    }

    public long identical() {
        return answers.stream().filter(ReplayReport::isIdentical).count();
    }

    public long failed() {
        return answers.stream().filter(answer -> answer.getFailure() != null).count();
    }

    public long different() {
        return answers.size() - identical() - failed();
    }

    public long unanswered() {
        return requested - answers.size();
    }

    public boolean allIdentical() {
        return identical() == requested && unreadable == 0;
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

    private static boolean isIdentical(ReplayScored answer) {
        return answer.getBitIdentical() && ReplayDifferences.of(answer).isEmpty();
    }

    public String summary() {
        String summary = "%d scored again: %d bit-identical, %d different, %d failed, %d without an answer"
                .formatted(requested, identical(), different(), failed(), unanswered());
        return unreadable == 0
                ? summary
                : "%s; %d scores that cannot be read were NOT scored again: replay with the release that wrote them,"
                                .formatted(summary, unreadable)
                        + " or name them (--pass-over)";
    }
}
