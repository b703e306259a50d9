package io.pleura.alerting;

import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.AlertChange;
import io.pleura.alerting.triage.AlertState;
import io.pleura.alerting.triage.Finding;
import io.pleura.alerting.triage.HistoryEntry;
import io.pleura.alerting.triage.Laterality;
import io.pleura.alerting.triage.LocalizationMap;
import io.pleura.alerting.triage.ModelReference;
import io.pleura.alerting.triage.Priority;
import io.pleura.schemas.AlertId;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.SopInstanceUid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values for tests; each differs from its neighbours where it can, so that a mixed-up field shows.
public final class Samples {

    public static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    public static final ModelReference MODEL =
            new ModelReference("ClaSegNet", "1.2", hash("model"), "1.29.0", "CPU", "ALL_OPT");

    private Samples() {}

    public static ContentHash hash(String of) {
        return ContentHash.of(of.getBytes(StandardCharsets.UTF_8));
    }

    /// Two by three cells with logits 0, 1, 2, 3, 4, 5.
    public static LocalizationMap map() {
        ByteBuffer logits = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        for (int cell = 0; cell < 6; cell++) {
            logits.putFloat(cell);
        }
        return new LocalizationMap(2, 3, logits.flip(), 256, 0.125, 1.5, 2.5, 1.25);
    }

    public static Finding finding(String image, double score, Laterality laterality) {
        return finding(image, score, laterality, true);
    }

    public static Finding finding(String image, double score, Laterality laterality, @Nullable Boolean facingStated) {
        return new Finding(
                new SopInstanceUid(image),
                hash(image),
                (float) score,
                2.5f,
                0.5f,
                "balanced",
                laterality,
                2500,
                2048,
                map(),
                MODEL,
                NOON.minusSeconds(4),
                NOON.minusSeconds(1),
                facingStated);
    }

    public static Alert alert(String study, AlertState state, Priority priority) {
        return new Alert(
                new AlertId(study),
                1,
                state,
                AlertChange.RAISED,
                priority,
                0,
                NOON.plusSeconds(300),
                List.of(finding(study + ".1", 0.9, Laterality.LEFT)),
                List.of(new HistoryEntry(AlertChange.RAISED, "system", null, NOON)),
                NOON.minusSeconds(4),
                NOON,
                NOON);
    }

    /// Raised with one radiograph; the other came with version 2.
    public static Alert alertWithTwoImages(String study) {
        return new Alert(
                new AlertId(study),
                2,
                AlertState.NEW,
                AlertChange.IMAGE_ADDED,
                Priority.STAT,
                0,
                NOON.plusSeconds(300),
                List.of(finding(study + ".1", 0.9, Laterality.LEFT), finding(study + ".2", 0.8, Laterality.RIGHT)),
                List.of(
                        new HistoryEntry(AlertChange.RAISED, "system", null, NOON),
                        new HistoryEntry(AlertChange.IMAGE_ADDED, "system", null, NOON.plusSeconds(9))),
                NOON.minusSeconds(4),
                NOON,
                NOON.plusSeconds(9));
    }
}
