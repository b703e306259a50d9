package io.pleura.inference.publish;

import io.pleura.inference.lanes.LaneOffsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/// Publishes a batch's outcomes together with the offsets that the batch consumed, all or nothing.
///
/// Owned by the worker's thread. A [KafkaException] from any method means that this producer is of no more
/// use: the owner closes it and makes a new one, whose [#start] completes or rolls back what the old one left.
public final class Publisher implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Producer<String, byte[]> producer;
    private final OutcomeRecords records;
    private final Consumer<PublishStep> steps;

    /// @param steps told of every step, for crash tests and timings
    public Publisher(Producer<String, byte[]> producer, String worker, Consumer<PublishStep> steps) {
        this.producer = producer;
        this.records = new OutcomeRecords(worker);
        this.steps = steps;
    }

    /// Fences any older producer of this worker and waits until its last transaction is settled.
    public void start() {
        producer.initTransactions();
    }

    /// @return aborted when the batch must be read again with the clients as they are
    /// @throws KafkaException when the clients must be replaced; whether the batch was committed is then known
    ///     to Kafka alone, and new clients go on from where it was
    public Commit publish(List<Outcome> outcomes, List<LaneOffsets> offsets) {
        List<ProducerRecord<String, byte[]>> messages =
                outcomes.stream().map(records::of).toList();
        try {
            producer.beginTransaction();
            messages.forEach(producer::send);
            steps.accept(PublishStep.SENT);
            offsets.forEach(lane -> producer.sendOffsetsToTransaction(lane.offsets(), lane.group()));
            steps.accept(PublishStep.OFFSETS_SENT);
            producer.commitTransaction();
            steps.accept(PublishStep.COMMITTED);
            return new Commit.Committed();
        } catch (KafkaException e) {
            if (needsNewProducer(e)) {
                throw e;
            }
            producer.abortTransaction();
            return new Commit.Aborted(e);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    /// Fenced, misconfigured, or in doubt: after a timeout the commit may have happened.
    private static boolean needsNewProducer(KafkaException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApplicationRecoverableException
                    || cause instanceof InvalidConfigurationException
                    || cause instanceof OutOfOrderSequenceException
                    || cause instanceof UnsupportedVersionException
                    || cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }
}
