package io.pleura.alerting.web;

import io.pleura.alerting.AlertEvents;
import io.pleura.alerting.AlertingConfig;
import io.pleura.alerting.DurableProducer;
import io.pleura.alerting.triage.TriageEvent.ActionTaken;
import io.pleura.events.AlertAction;
import io.pleura.schemas.Topic;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/// Writes what users do into the log, and says so only once every in-sync replica has it. Safe for use by many threads.
@Singleton
public class ActionLog {

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Producer<String, AlertAction> producer;

    @Inject
    ActionLog(AlertingConfig config) {
        producer = DurableProducer.of(
                config.kafkaBootstrapServers(), "pleura-actions-" + config.instanceId(), Topic.ALERT_ACTIONS);
    }

    /// For a stand-in.
    protected ActionLog(Producer<String, AlertAction> producer) {
        this.producer = producer;
    }

    /// Returns once the action is durable.
    ///
    /// @throws LogUnavailableException when that could not be confirmed; the action may still have been written,
    /// and sending it again with the same id is safe
    public void write(ActionTaken action) throws LogUnavailableException {
        ProducerRecord<String, AlertAction> record =
                new ProducerRecord<>(Topic.ALERT_ACTIONS.name(), action.alert().value(), AlertEvents.event(action));
        try {
            producer.send(record).get(DELIVERY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException(e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new LogUnavailableException(e);
        }
    }

    @PreDestroy
    void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
