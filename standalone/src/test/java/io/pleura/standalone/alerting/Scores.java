package io.pleura.standalone.alerting;

import io.pleura.events.Laterality;
import io.pleura.events.LocalizationMap;
import io.pleura.events.ModelReference;
import io.pleura.events.Priority;
import io.pleura.events.RadiographScored;
import io.pleura.events.StageTimings;
import io.pleura.schemas.ContentHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Scores as inference would write them.
final class Scores {

    private static final Instant RECEIVED = Instant.parse("2026-11-23T12:00:00Z");

    private Scores() {}

    static RadiographScored of(String study, String image, boolean positive) {
        return new RadiographScored(
                study,
                study + ".0",
                image,
                hash(image),
                Priority.ROUTINE,
                positive ? 1f : -1f,
                positive ? 0.8f : 0.1f,
                positive,
                "balanced",
                0.5f,
                Laterality.LEFT,
                2500,
                2048,
                new LocalizationMap(1, 1, ByteBuffer.allocate(4), 256, 0.1, 0.0, 0.0, 0.0),
                new ModelReference("ClaSegNet", "test", hash("model"), "1.29.0", "CPU", "ALL_OPT"),
                new StageTimings(1L, 1L, 1L, 1L, 1L),
                RECEIVED,
                RECEIVED.plusSeconds(1),
                "inference-0",
                true);
    }

    private static String hash(String of) {
        return ContentHash.of(of.getBytes(StandardCharsets.UTF_8)).value();
    }
}
