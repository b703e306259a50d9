package io.pleura.ingest.receive.stow;

import io.pleura.ingest.Arrival;
import io.pleura.ingest.IngestPipeline;
import io.pleura.ingest.Outcome;
import io.pleura.ingest.receive.stow.MultipartReader.Part;
import io.pleura.ingest.store.TransferInterruptedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// The Store transaction without HTTP: a content type and a body in, a result out. Safe for use by many threads; more
/// than the allowed number at once are turned away.
public final class StoreInstances {

    static final String DICOM = "application/dicom";

    /// The response names each instance, so their number is bounded.
    static final int MAX_PARTS = 10_000;

    private final IngestPipeline pipeline;
    private final Semaphore slots;

    public StoreInstances(IngestPipeline pipeline, int maxConcurrent) {
        this.pipeline = pipeline;
        this.slots = new Semaphore(maxConcurrent);
    }

    /// What to answer.
    sealed interface Result {

        record Answered(StoreInstancesResponse response) implements Result {}

        /// 400: the request is no multipart message of instances.
        record Malformed(String why) implements Result {}

        /// 415: parts are of a type other than application/dicom.
        record UnsupportedType(String type) implements Result {}

        /// 503: come again later.
        record Busy() implements Result {}
    }

    Result store(String contentType, InputStream body, Arrival arrival) {
        if (!slots.tryAcquire()) {
            return new Result.Busy();
        }
        try {
            return storeParts(ContentType.parse(contentType), body, arrival);
        } finally {
            slots.release();
        }
    }

    private Result storeParts(ContentType contentType, InputStream body, Arrival arrival) {
        String type = contentType.parameter("type");
        if (!type.isEmpty() && !type.equalsIgnoreCase(DICOM)) {
            return new Result.UnsupportedType(type);
        }
        List<Outcome> outcomes = new ArrayList<>();
        try {
            MultipartReader parts = new MultipartReader(body, contentType.parameter("boundary"));
            for (Optional<Part> part = parts.next(); part.isPresent(); part = parts.next()) {
                String partType = ContentType.parse(part.get().headers().getOrDefault("content-type", DICOM))
                        .type();
                if (!partType.equals(DICOM)) {
                    return new Result.UnsupportedType(partType);
                }
                if (outcomes.size() == MAX_PARTS) {
                    return new Result.Malformed("more than " + MAX_PARTS + " parts");
                }
                outcomes.add(pipeline.ingest(arrival, part.get().content()));
            }
        } catch (MalformedMultipartException e) {
            return new Result.Malformed(message(e));
        } catch (TransferInterruptedException e) {
            return new Result.Malformed(
                    e.getCause() instanceof MalformedMultipartException cause ? message(cause) : "the body broke off");
        } catch (IOException e) {
            return new Result.Malformed("the body broke off");
        }
        return outcomes.isEmpty()
                ? new Result.Malformed("no instances")
                : new Result.Answered(StoreInstancesResponse.of(outcomes));
    }

    private static String message(MalformedMultipartException e) {
        return String.valueOf(e.getMessage());
    }
}
