package io.pleura.alerting.web;

import io.pleura.events.AlertAction;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.Topic;
import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;

/// Takes actions instead of a broker; on request, as a broker that does not answer.
@Mock
@Singleton
public class RecordedActions extends ActionLog {

    private final MockProducer<String, AlertAction> producer;

    public RecordedActions() {
        this(new MockProducer<>(
                true,
                null,
                new StringSerializer(),
                EventSerde.of(Topic.ALERT_ACTIONS).serializer()));
    }

    private RecordedActions(MockProducer<String, AlertAction> producer) {
        super(producer);
        this.producer = producer;
    }

    public void reset() {
        producer.clear();
        producer.sendException = null;
    }

    public void refuse() {
        producer.sendException = new TimeoutException("no answer");
    }

    public List<ProducerRecord<String, AlertAction>> written() {
        return producer.history();
    }
}
