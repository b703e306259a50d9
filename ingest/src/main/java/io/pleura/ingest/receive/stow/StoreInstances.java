package io.pleura.ingest.receive.stow;

import io.pleura.ingest.Arrival;
import io.pleura.ingest.IngestPipeline;
import io.pleura.ingest.Outcome;
import io.pleura.ingest.PendingOutcome;
import io.pleura.ingest.receive.stow.MultipartReader.Part;
import io.pleura.ingest.receive.stow.RequestBody.TooLongException;
import io.pleura.ingest.store.TransferInterruptedException;
import io.pleura.schemas.ReasonCode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The Store transaction without HTTP: a content type and a body in, a result out. Safe for use by many threads; more
/// than the allowed number at once are turned away.
public final class StoreInstances {

    private static final Logger LOG = Logger.getLogger(StoreInstances.class);

    static final String MULTIPART = "multipart/related";
    static final String DICOM = "application/dicom";
    private static final String WANTED = "send whole instances, as %s; type=\"%s\"".formatted(MULTIPART, DICOM);

    /// The response names each instance, so their number is bounded.
    static final int MAX_PARTS = 10_000;

    /// The coding that is none (RFC 9110 section 12.5.3).
    static final String IDENTITY = "identity";

    /// What a part is not taken in (RFC 9110 section 8.4.1, RFC 8878, RFC 2045 section 6). Other words, such as
    /// "binary", say nothing.
    private static final Set<String> CODINGS =
            Set.of("gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd", "base64", "quoted-printable");

    private final IngestPipeline pipeline;
    private final Semaphore slots;
    private final Duration timeForPart;
    private final Duration timeForBody;

    /// @param timeForBody that a client may be waited for, over all parts
    public StoreInstances(IngestPipeline pipeline, int maxConcurrent, Duration timeForPart, Duration timeForBody) {
        this.pipeline = pipeline;
        this.slots = new Semaphore(maxConcurrent);
        this.timeForPart = timeForPart;
        this.timeForBody = timeForBody;
    }

    /// What to answer.
    sealed interface Result {

        record Answered(StoreInstancesResponse response) implements Result {}

        /// 400: the request is no multipart message of instances.
        record Malformed(String why) implements Result {}

        /// 415: body or parts are of a type, or in a coding, that is not taken.
        record UnsupportedType(String why) implements Result {}

        /// 408: the client took longer than it may.
        record TooSlow(String why) implements Result {}

        /// 503: come again later.
        record Busy() implements Result {}
    }

    /// @param contentType the header, null when there is none
    /// @param contentEncoding the same
    /// @param clientIsGone asked before each part: nobody would be told of those that follow
    Result store(
            @Nullable String contentType,
            @Nullable String contentEncoding,
            InputStream body,
            BooleanSupplier clientIsGone,
            Arrival arrival) {
        if (contentEncoding != null && !contentEncoding.equalsIgnoreCase(IDENTITY)) {
            return new Result.UnsupportedType("a Content-Encoding is not taken; send the body without");
        }
        ContentType type = ContentType.parse(contentType == null ? "" : contentType);
        Optional<String> unsupported = unsupported(type);
        if (unsupported.isPresent()) {
            return new Result.UnsupportedType(unsupported.get() + "; " + WANTED);
        }
        if (!slots.tryAcquire()) {
            return new Result.Busy();
        }
        try {
            return storeParts(
                    type, new TimedBody(body, timeForPart, timeForBody, System::nanoTime), clientIsGone, arrival);
        } finally {
            slots.release();
        }
    }

    private static Optional<String> unsupported(ContentType contentType) {
        String type = contentType.parameter("type");
        if (contentType.type().isEmpty()) {
            return Optional.of("no Content-Type");
        }
        if (!contentType.type().equals(MULTIPART)) {
            return Optional.of("a body of another type is not taken");
        }
        // Some put the transfer syntax, which is a parameter beside it (PS3.18 section 8.7.3), within it.
        return type.isEmpty() || ContentType.parse(type).type().equals(DICOM)
                ? Optional.empty()
                : Optional.of("parts of another type, such as metadata apart from bulk data, are not taken");
    }

    private Result storeParts(ContentType contentType, TimedBody body, BooleanSupplier clientIsGone, Arrival arrival) {
        PartOutcomes outcomes = new PartOutcomes();
        try {
            MultipartReader parts = new MultipartReader(body, contentType.parameter("boundary"));
            for (Optional<Part> part = parts.next(); part.isPresent(); part = parts.next()) {
                body.nextPart();
                Optional<String> untaken = untaken(part.get());
                if (untaken.isPresent() && outcomes.count() == 0) {
                    return new Result.UnsupportedType(untaken.get());
                }
                if (outcomes.count() == MAX_PARTS) {
                    return endedEarly(outcomes, ReasonCode.LIMIT_EXCEEDED, "more than " + MAX_PARTS + " parts");
                }
                if (clientIsGone.getAsBoolean()) {
                    return endedEarly(outcomes, ReasonCode.TRUNCATED, "the client is gone");
                }
                outcomes.add(
                        untaken.isEmpty() ? pipeline.begin(arrival, part.get().content()) : refused(untaken.get()));
            }
        } catch (TransferInterruptedException e) {
            return brokenOff(outcomes, e.getCause());
        } catch (IOException e) {
            return brokenOff(outcomes, e);
        }
        return outcomes.count() == 0
                ? new Result.Malformed("no instances")
                : new Result.Answered(StoreInstancesResponse.of(outcomes.await()));
    }

    /// Why a part is none that could be read, in words.
    private static Optional<String> untaken(Part part) {
        String type = part.headers().getOrDefault("content-type", DICOM);
        if (!ContentType.parse(type).type().equals(DICOM)) {
            return Optional.of("a part of another type is not taken; " + WANTED);
        }
        return isEncoded(part, "content-encoding") || isEncoded(part, "content-transfer-encoding")
                ? Optional.of("an encoding of a part is not taken; send each part without")
                : Optional.empty();
    }

    private static boolean isEncoded(Part part, String header) {
        return Stream.of(part.headers().getOrDefault(header, "").split(","))
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .anyMatch(CODINGS::contains);
    }

    private static PendingOutcome refused(String why) {
        LOG.infof("a part of a STOW-RS body refused: %s", why);
        return () -> failed(ReasonCode.UNREADABLE_DICOM, why);
    }

    private static Result brokenOff(PartOutcomes outcomes, @Nullable Throwable cause) {
        return switch (cause) {
            case TooSlowException tooSlow when outcomes.count() == 0 -> new Result.TooSlow(message(tooSlow));
            case TooSlowException tooSlow -> endedEarly(outcomes, ReasonCode.TRUNCATED, message(tooSlow));
            case TooLongException tooLong -> answered(outcomes, ReasonCode.LIMIT_EXCEEDED, message(tooLong));
            case MalformedMultipartException malformed ->
                endedEarly(outcomes, ReasonCode.TRUNCATED, message(malformed));
            case null, default -> endedEarly(outcomes, ReasonCode.TRUNCATED, "the body broke off");
        };
    }

    /// What was taken in before the end is taken in, and the client must hear of it.
    private static Result endedEarly(PartOutcomes outcomes, ReasonCode reason, String why) {
        if (outcomes.count() == 0) {
            return new Result.Malformed(why);
        }
        return answered(outcomes, reason, why);
    }

    private static Result answered(PartOutcomes outcomes, ReasonCode reason, String why) {
        LOG.infof("a STOW-RS body ended early, after %d instances: %s", outcomes.count(), why);
        outcomes.add(() -> failed(reason, why));
        return new Result.Answered(StoreInstancesResponse.of(outcomes.await()));
    }

    private static Outcome failed(ReasonCode reason, String why) {
        return new Outcome.Refused(Outcome.Identity.UNKNOWN, reason, why);
    }

    private static String message(IOException e) {
        return String.valueOf(e.getMessage());
    }
}
