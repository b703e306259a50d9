package io.pleura.alerting;

import io.pleura.events.Laterality;
import io.pleura.events.LocalizationMap;
import io.pleura.events.ModelReference;
import io.pleura.events.Priority;
import io.pleura.events.RadiographScored;
import io.pleura.events.StageTimings;
import java.time.Instant;

/// Scores as inference writes them; positive from 0.5.
public final class ScoreEvents {

    private ScoreEvents() {}

    public static RadiographScored scored(String study, String image, double score, String priority, Instant scoredAt) {
        return new RadiographScored(
                study,
                "1.9",
                image,
                Samples.hash(image).value(),
                Priority.valueOf(priority),
                2.5f,
                (float) score,
                score >= 0.5,
                "balanced",
                0.5f,
                Laterality.LEFT,
                2500,
                2048,
                new LocalizationMap(2, 3, Samples.map().logits(), 256, 0.125, 1.5, 2.5, 1.25),
                new ModelReference("ClaSegNet", "1.2", Samples.hash("model").value(), "1.29.0", "CPU", "ALL_OPT"),
                new StageTimings(1L, 2L, 3L, 4L, 5L),
                scoredAt.minusSeconds(4),
                scoredAt,
                "inference-0",
                true);
    }
}
