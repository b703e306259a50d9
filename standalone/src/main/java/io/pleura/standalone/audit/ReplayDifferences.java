package io.pleura.standalone.audit;

import io.pleura.events.LocalizationMap;
import io.pleura.events.ModelReference;
import io.pleura.events.RadiographScored;
import io.pleura.events.ReplayScored;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What clinicians are told of a radiograph beside the numbers that a worker compares to the bit, where a replay has it
/// otherwise than it is on record.
///
/// @param told one for each
/// @param runtime what computed it, if that is another
record ReplayDifferences(List<String> told, String runtime) {

    static ReplayDifferences of(ReplayScored answer) {
        @Nullable RadiographScored again = answer.getRescored();
        return again == null
                ? new ReplayDifferences(List.of(), "")
                : new ReplayDifferences(told(again, answer.getRecorded()), runtime(again, answer.getRecorded()));
    }

    boolean isEmpty() {
        return told.isEmpty();
    }

    /// To go behind other words.
    String words() {
        StringBuilder words = new StringBuilder();
        told.forEach(difference -> words.append("; ").append(difference));
        return words.append(runtime).toString();
    }

    private static List<String> told(RadiographScored again, RadiographScored recorded) {
        List<String> told = new ArrayList<>();
        if (again.getPositive() != recorded.getPositive()) {
            told.add(positive(again) + ", on record " + positive(recorded));
        }
        if (again.getThreshold() != recorded.getThreshold()) {
            told.add("threshold " + again.getThreshold() + ", on record " + recorded.getThreshold());
        }
        if (again.getLaterality() != recorded.getLaterality()) {
            told.add(again.getLaterality() + ", on record " + recorded.getLaterality());
        }
        // Old events do not say.
        if (recorded.getFacingStated() != null && !recorded.getFacingStated().equals(again.getFacingStated())) {
            told.add(
                    recorded.getFacingStated()
                            ? "the file does not state the side, on record it does"
                            : "the file states the side, on record it does not");
        }
        if (!liesAlike(again.getMap(), recorded.getMap())) {
            told.add("the map lies elsewhere on the radiograph");
        }
        return told;
    }

    private static String positive(RadiographScored score) {
        return score.getPositive() ? "positive" : "not positive";
    }

    private static boolean liesAlike(LocalizationMap one, LocalizationMap other) {
        return one.getInputSize() == other.getInputSize()
                && one.getScale() == other.getScale()
                && one.getOffsetX() == other.getOffsetX()
                && one.getOffsetY() == other.getOffsetY();
    }

    private static String runtime(RadiographScored again, RadiographScored recorded) {
        String now = runtime(again.getModel());
        String then = runtime(recorded.getModel());
        return now.equals(then) ? "" : "; by ONNX Runtime " + now + ", on record " + then;
    }

    private static String runtime(ModelReference model) {
        return "%s on %s (%s)"
                .formatted(model.getOnnxRuntimeVersion(), model.getExecutionProvider(), model.getOptimisationLevel());
    }
}
