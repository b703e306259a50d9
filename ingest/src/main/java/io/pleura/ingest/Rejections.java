package io.pleura.ingest;

import io.pleura.events.BytesAt;
import io.pleura.events.Rejected;
import io.pleura.events.Stage;
import io.pleura.ingest.Outcome.Identity;
import io.pleura.ingest.Outcome.Refused;
import io.pleura.ingest.check.Decision;
import io.pleura.ingest.publish.EventPublisher;
import io.pleura.ingest.publish.PublishOutcome;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import io.pleura.schemas.SopInstanceUid;
import io.pleura.schemas.StudyUid;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Reports each refusal to the log before the sender hears of it.
final class Rejections {

    private final EventPublisher events;
    private final Duration timeout;
    private final ContentHash rules;
    private final InstantSource clock;

    /// @param rules that objects are held to
    Rejections(EventPublisher events, Duration timeout, ContentHash rules, InstantSource clock) {
        this.events = events;
        this.timeout = timeout;
        this.rules = rules;
        this.clock = clock;
    }

    /// What is left of a refused object.
    ///
    /// @param hash unknown when its bytes are nowhere
    record Remains(BytesAt at, Optional<ContentHash> hash, long sizeBytes) {

        /// There was no object.
        static final Remains NOTHING = cutOff(0);

        static Remains of(BytesAt at, ContentHash hash, long sizeBytes) {
            return new Remains(at, Optional.of(hash), sizeBytes);
        }

        /// @param sizeBytes that had come
        static Remains cutOff(long sizeBytes) {
            return new Remains(BytesAt.NOWHERE, Optional.empty(), sizeBytes);
        }
    }

    /// @return the refusal once it is in the log, or the refusal to answer without a log
    PendingOutcome report(
            Arrival arrival, Identity identity, String studyUid, Decision.Refused refused, Remains remains) {
        @Nullable String study = isUid(studyUid) ? studyUid : null;
        @Nullable String hash = remains.hash().map(ContentHash::value).orElse(null);
        Rejected event = Rejected.newBuilder()
                .setStage(Stage.INGEST)
                .setReasonCode(refused.reason().name())
                .setDetail(refused.detail())
                .setStudyUid(study)
                .setSopInstanceUid(isInstanceUid(identity.sopInstanceUid()) ? identity.sopInstanceUid() : null)
                .setContentHash(hash)
                .setSizeBytes(remains.sizeBytes())
                .setBytesAt(remains.at())
                .setSource(arrival.source())
                .setRejectedAt(clock.instant())
                .setEligibilityRule(refused.rule().orElse(null))
                .setEligibilityRules(refused.rule().isPresent() ? rules.value() : null)
                .build();
        CompletableFuture<PublishOutcome> published = events.publish(key(study, hash), event);
        long begin = System.nanoTime();
        return () -> switch (await(published, begin)) {
            case PublishOutcome.Committed ignored -> new Refused(identity, refused.reason(), refused.detail());
            case PublishOutcome.Unknown ignored ->
                new Refused(identity, ReasonCode.LOG_UNAVAILABLE, "the rejection could not be recorded");
            case PublishOutcome.QueueFull ignored ->
                new Refused(identity, ReasonCode.TOO_BUSY, "too many events are waiting");
        };
    }

    private PublishOutcome await(CompletableFuture<PublishOutcome> published, long beginNanos) {
        try {
            long leftNanos = timeout.toNanos() - (System.nanoTime() - beginNanos);
            return published.get(leftNanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new PublishOutcome.Unknown("no answer from Kafka in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new PublishOutcome.Unknown("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("outcomes are values", e);
        }
    }

    private static String key(@Nullable String study, @Nullable String hash) {
        if (study != null) {
            return study;
        }
        return hash != null ? hash : UUID.randomUUID().toString();
    }

    private static boolean isUid(String value) {
        try {
            return !new StudyUid(value).value().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isInstanceUid(String value) {
        try {
            return !new SopInstanceUid(value).value().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
