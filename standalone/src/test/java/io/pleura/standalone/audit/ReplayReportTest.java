package io.pleura.standalone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.events.Laterality;
import io.pleura.events.LocalizationMap;
import io.pleura.events.ModelReference;
import io.pleura.events.RadiographScored;
import io.pleura.events.ReplayScored;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a replay says of what came out again, and of what did not.
class ReplayReportTest {

    private static final RadiographScored RECORDED = Events.scored(Events.received("1.5"), true);

    @Test
    void whatCameOutTheSameIsIdentical() {
        ReplayScored answer = answer(score -> {});
        assertThat(ReplayReport.line(answer)).isEqualTo("identical  1.5  score 0.9000");
        assertThat(ReplayReport.of(1, 0).plus(answer).allIdentical()).isTrue();
    }

    @Test
    void whatCameBackIsCounted() {
        ReplayScored same = answer(score -> {});
        ReplayScored other = answer(score -> score.setLaterality(Laterality.LEFT));
        ReplayScored failed = ReplayScored.newBuilder(same).setFailure("gone").build();
        ReplayReport report = ReplayReport.of(5, 0).plus(same).plus(other).plus(failed);
        assertThat(report.summary())
                .isEqualTo("5 to be scored again: 1 bit-identical, 1 different, 1 failed, 2 without an answer");
        assertThat(report.allIdentical()).isFalse();
    }

    @Test
    void whatIsNotOnRecordIsNotScoredAgain() {
        assertThat(ReplayReport.of(0, 0).summary())
                .isEqualTo("no score on record is of that study or time: nothing was scored again");
    }

    /// Its logits, score and `positive` are the same to the bit; what the clinician was told is not.
    @Test
    void anotherSideIsADifference() {
        assertThat(different(score -> score.setLaterality(Laterality.LEFT))).endsWith("; LEFT, on record UNDETERMINED");
    }

    @Test
    void anotherPlaceOfTheMapIsADifference() {
        assertThat(different(score -> {
                    LocalizationMap map = RECORDED.getMap();
                    score.setMap(new LocalizationMap(
                            map.getRows(), map.getColumns(), map.getLogits(), map.getInputSize(), 0.25, 0d, 0d, 0d));
                }))
                .endsWith("; the map lies elsewhere on the radiograph");
    }

    @Test
    void anotherThresholdIsADifference() {
        assertThat(different(score -> score.setThreshold(0.25f))).endsWith("; threshold 0.25, on record 0.5");
    }

    @Test
    void anotherPositiveIsNamed() {
        assertThat(ReplayReport.line(answer(score -> score.setPositive(false), false)))
                .endsWith("; not positive, on record positive");
    }

    @Test
    void whetherTheFileStatesTheSideIsComparedWhereItIsOnRecord() {
        assertThat(ReplayReport.line(answer(score -> score.setFacingStated(true))))
                .startsWith("identical");
        RadiographScored told =
                RadiographScored.newBuilder(RECORDED).setFacingStated(true).build();
        assertThat(ReplayReport.line(answer(
                        told,
                        RadiographScored.newBuilder(told).setFacingStated(false).build(),
                        true)))
                .endsWith("; the file does not state the side, on record it does");
    }

    @Test
    void anotherRuntimeIsNamedWhereSomethingDiffers() {
        Consumer<RadiographScored.Builder> onGpu =
                score -> score.setModel(new ModelReference("ClaSegNet", "1", Events.hash("model"), "2", "CUDA", "ALL"));
        assertThat(ReplayReport.line(answer(onGpu))).isEqualTo("identical  1.5  score 0.9000");
        assertThat(ReplayReport.line(answer(onGpu, false)))
                .endsWith("; by ONNX Runtime 2 on CUDA (ALL), on record 1 on CPU (ALL)");
    }

    private static String different(Consumer<RadiographScored.Builder> change) {
        ReplayScored answer = answer(change);
        ReplayReport report = ReplayReport.of(1, 0).plus(answer);
        assertThat(report.identical()).isZero();
        assertThat(report.different()).isEqualTo(1);
        assertThat(report.allIdentical()).isFalse();
        assertThat(ReplayReport.line(answer)).startsWith("DIFFERENT  1.5  score 0.900000, on record 0.900000;");
        return ReplayReport.line(answer);
    }

    private static ReplayScored answer(Consumer<RadiographScored.Builder> change) {
        return answer(change, true);
    }

    private static ReplayScored answer(Consumer<RadiographScored.Builder> change, boolean bitIdentical) {
        RadiographScored.Builder rescored = RadiographScored.newBuilder(RECORDED);
        change.accept(rescored);
        return answer(RECORDED, rescored.build(), bitIdentical);
    }

    private static ReplayScored answer(RadiographScored recorded, @Nullable RadiographScored rescored, boolean same) {
        return ReplayScored.newBuilder()
                .setReplayId("replay")
                .setRequestedBy("test")
                .setReason("test")
                .setRecorded(recorded)
                .setRescored(rescored)
                .setBitIdentical(same)
                .setLargestMapDifference(0)
                .setScoreDifference(0)
                .setReplayedAt(recorded.getScoredAt())
                .build();
    }
}
