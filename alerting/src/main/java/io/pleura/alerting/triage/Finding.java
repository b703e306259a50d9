package io.pleura.alerting.triage;

import io.pleura.schemas.ContentHash;
import io.pleura.schemas.SopInstanceUid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the model found in one radiograph.
///
/// @param content address of the radiograph's bytes in the blob store
/// @param score calibrated probability, 0 to 1
/// @param rows Rows (0028,0010) of the original
/// @param columns Columns (0028,0011) of the original
/// @param facingStated whether the file states which way the patient faces: when not, the side is told as if it
///     were the usual way and may be the other one; null when scored before that was noted
public record Finding(
        SopInstanceUid image,
        ContentHash content,
        float score,
        float logit,
        float threshold,
        String operatingPoint,
        Laterality laterality,
        int rows,
        int columns,
        LocalizationMap map,
        ModelReference model,
        Instant receivedAt,
        Instant scoredAt,
        @Nullable Boolean facingStated) {

    boolean namesASide() {
        return laterality != Laterality.UNDETERMINED;
    }
}
