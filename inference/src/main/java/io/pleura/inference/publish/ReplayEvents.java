package io.pleura.inference.publish;

import io.pleura.events.LocalizationMap;
import io.pleura.events.RadiographScored;
import io.pleura.events.ReplayRequested;
import io.pleura.events.ReplayScored;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/// Replays as [ReplayScored] events: the score on record, the score of today, and how they differ.
final class ReplayEvents {

    private ReplayEvents() {}

    static ReplayScored replayed(Outcome.Replayed outcome, String worker) {
        ReplayRequested request = outcome.request();
        RadiographScored recorded = request.getRecorded();
        RadiographScored rescored = ScoredEvents.finding(outcome.finding())
                .setStudyUid(recorded.getStudyUid())
                .setSeriesUid(recorded.getSeriesUid())
                .setSopInstanceUid(recorded.getSopInstanceUid())
                .setContentHash(recorded.getContentHash())
                .setPriority(recorded.getPriority())
                .setReceivedAt(recorded.getReceivedAt())
                .setScoredAt(outcome.at())
                .setTimings(ScoredEvents.timings(outcome.times()))
                .setWorker(worker)
                .build();
        return answer(request)
                .setRescored(rescored)
                .setBitIdentical(bitIdentical(recorded, rescored))
                .setLargestMapDifference(largestDifference(recorded.getMap(), rescored.getMap()))
                .setScoreDifference(rescored.getScore() - recorded.getScore())
                .setReplayedAt(outcome.at())
                .build();
    }

    static ReplayScored failed(Outcome.ReplayFailed outcome) {
        return answer(outcome.request())
                .setBitIdentical(false)
                .setLargestMapDifference(Float.NaN)
                .setScoreDifference(Float.NaN)
                .setFailure(outcome.failure())
                .setReplayedAt(outcome.at())
                .build();
    }

    private static ReplayScored.Builder answer(ReplayRequested request) {
        return ReplayScored.newBuilder()
                .setReplayId(request.getReplayId())
                .setRequestedBy(request.getRequestedBy())
                .setReason(request.getReason())
                .setRecorded(request.getRecorded());
    }

    private static boolean bitIdentical(RadiographScored recorded, RadiographScored rescored) {
        return recorded.getMap().getRows() == rescored.getMap().getRows()
                && recorded.getMap().getColumns() == rescored.getMap().getColumns()
                && recorded.getMap().getLogits().equals(rescored.getMap().getLogits())
                && sameBits(recorded.getLogit(), rescored.getLogit())
                && sameBits(recorded.getScore(), rescored.getScore())
                && recorded.getPositive() == rescored.getPositive();
    }

    private static boolean sameBits(float one, float other) {
        return Float.floatToRawIntBits(one) == Float.floatToRawIntBits(other);
    }

    private static float largestDifference(LocalizationMap one, LocalizationMap other) {
        FloatBuffer these = logits(one);
        FloatBuffer those = logits(other);
        if (one.getRows() != other.getRows() || these.remaining() != those.remaining()) {
            return Float.NaN;
        }
        float largest = 0;
        while (these.hasRemaining()) {
            largest = Math.max(largest, Math.abs(these.get() - those.get()));
        }
        return largest;
    }

    private static FloatBuffer logits(LocalizationMap map) {
        ByteBuffer bytes = map.getLogits().duplicate();
        return bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }
}
