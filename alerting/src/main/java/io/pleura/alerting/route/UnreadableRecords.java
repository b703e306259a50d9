package io.pleura.alerting.route;

import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.UnknownSchemaException;
import io.pleura.schemas.WaitingPartitions;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jboss.logging.Logger;

/// What is no event, or breaks the contract, is logged by its place, counted, and passed over: one such record must
/// not hold up every alert behind it. It stays in its topic.
///
/// An event of a newer schema is another matter: passed over, its alert would never be raised. It fails the thread, so
/// that its offset is not committed, and [ThreadFailures] decides what follows.
///
/// Made by Kafka Streams, once for each thread.
public final class UnreadableRecords implements DeserializationExceptionHandler {

    /// The setting that carries the [TriageMetrics].
    static final String METRICS = "pleura.triage.metrics";

    private static final Logger LOG = Logger.getLogger(UnreadableRecords.class);

    /// The setting that carries the [WaitingPartitions].
    static final String WAITING = "pleura.triage.waiting";

    @SuppressWarnings("NullAway.Init")
    private TriageMetrics metrics;

    @SuppressWarnings("NullAway.Init")
    private WaitingPartitions waiting;

    @Override
    public void configure(Map<String, ?> settings) {
        metrics = (TriageMetrics) Objects.requireNonNull(settings.get(METRICS));
        waiting = (WaitingPartitions) Objects.requireNonNull(settings.get(WAITING));
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        RecordPlace place = RecordPlace.of(record);
        if (exception instanceof UnknownSchemaException && waiting.add(place.partition(), place)) {
            LOG.errorf("an event of a newer schema at %s waits for a newer release: upgrade alerting first", place);
            return Response.fail();
        }
        metrics.unreadable();
        LOG.errorf("no readable event at %s, passed over: %s", place, exception.getMessage());
        return Response.resume();
    }
}
