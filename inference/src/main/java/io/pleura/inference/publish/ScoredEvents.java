package io.pleura.inference.publish;

import io.pleura.events.Laterality;
import io.pleura.events.LocalizationMap;
import io.pleura.events.ModelReference;
import io.pleura.events.RadiographReceived;
import io.pleura.events.RadiographScored;
import io.pleura.events.StageTimings;
import io.pleura.inference.score.Finding;
import io.pleura.inference.score.MapPlacement;
import io.pleura.inference.score.ModelIdentity;
import io.pleura.inference.score.Side;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Findings as [RadiographScored] events.
final class ScoredEvents {

    private ScoredEvents() {}

    static RadiographScored scored(Outcome.Scored outcome, String worker) {
        RadiographReceived radiograph = outcome.radiograph();
        return finding(outcome.finding())
                .setStudyUid(radiograph.getStudyUid())
                .setSeriesUid(radiograph.getSeriesUid())
                .setSopInstanceUid(radiograph.getSopInstanceUid())
                .setContentHash(radiograph.getContentHash())
                .setPriority(radiograph.getPriority())
                .setReceivedAt(radiograph.getReceivedAt())
                .setScoredAt(outcome.at())
                .setTimings(timings(outcome.times()))
                .setWorker(worker)
                .build();
    }

    /// The part of the event that the model decided.
    static RadiographScored.Builder finding(Finding finding) {
        return RadiographScored.newBuilder()
                .setLogit(finding.logit())
                .setScore(finding.score())
                .setPositive(finding.positive())
                .setOperatingPoint(finding.operatingPoint())
                .setThreshold(finding.threshold())
                .setLaterality(laterality(finding.side()))
                .setFacingStated(finding.facingStated())
                .setRows(finding.placement().imageRows())
                .setColumns(finding.placement().imageColumns())
                .setMap(map(finding))
                .setModel(model(finding.model()));
    }

    static StageTimings timings(StageTimes times) {
        return StageTimings.newBuilder()
                .setWaitMillis(times.waitMillis())
                .setFetchMicros(times.fetchMicros())
                .setDecodeMicros(times.decodeMicros())
                .setPreprocessMicros(times.preprocessMicros())
                .setInferMicros(times.inferMicros())
                .build();
    }

    private static LocalizationMap map(Finding finding) {
        ByteBuffer logits =
                ByteBuffer.allocate(finding.logits().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        logits.asFloatBuffer().put(finding.logits());
        MapPlacement placement = finding.placement();
        return LocalizationMap.newBuilder()
                .setRows(finding.grid().rows())
                .setColumns(finding.grid().columns())
                .setLogits(logits)
                .setInputSize(placement.inputSize())
                .setScale(placement.scale())
                .setOffsetX(placement.offsetX())
                .setOffsetY(placement.offsetY())
                .setCellThreshold(finding.cellThreshold())
                .build();
    }

    private static ModelReference model(ModelIdentity model) {
        return ModelReference.newBuilder()
                .setName(model.name())
                .setVersion(model.version())
                .setSha256(model.sha256())
                .setOnnxRuntimeVersion(model.onnxRuntimeVersion())
                .setExecutionProvider(model.provider().name())
                .setOptimisationLevel(model.optimisationLevel().name())
                .build();
    }

    private static Laterality laterality(Side side) {
        return switch (side) {
            case LEFT -> Laterality.LEFT;
            case RIGHT -> Laterality.RIGHT;
            case BILATERAL -> Laterality.BILATERAL;
            case UNDETERMINED -> Laterality.UNDETERMINED;
        };
    }
}
