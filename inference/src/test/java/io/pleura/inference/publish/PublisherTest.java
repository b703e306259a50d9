package io.pleura.inference.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.events.BytesAt;
import io.pleura.inference.lanes.Lane;
import io.pleura.inference.lanes.LaneOffsets;
import io.pleura.inference.lanes.Task;
import io.pleura.inference.lanes.Work;
import io.pleura.schemas.ReasonCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// On Kafka's own fake producer.
class PublisherTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final TopicPartition PARTITION = new TopicPartition("radiographs.stat", 3);
    private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS = Map.of(PARTITION, new OffsetAndMetadata(8));

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final List<PublishStep> steps = new ArrayList<>();
    private final Publisher publisher = new Publisher(producer, "inference-0", steps::add);

    @BeforeEach
    void start() {
        publisher.start();
    }

    @Test
    void commitsOutcomesAndOffsetsTogether() {
        assertThat(publish()).isEqualTo(new Commit.Committed());

        assertThat(producer.history()).singleElement().satisfies(message -> {
            assertThat(message.topic()).isEqualTo("rejections");
            assertThat(message.key()).isEqualTo("1.2.3");
        });
        assertThat(producer.consumerGroupOffsetsHistory()).isEqualTo(List.of(Map.of("pleura-inference-stat", OFFSETS)));
        assertThat(steps).containsExactly(PublishStep.SENT, PublishStep.OFFSETS_SENT, PublishStep.COMMITTED);
    }

    @Test
    void abortsWhenItsGroupMovedOnAndCanGoOn() {
        producer.sendOffsetsToTransactionException = new CommitFailedException("the group has rebalanced");

        assertThat(publish()).isInstanceOf(Commit.Aborted.class);
        assertThat(producer.transactionAborted()).isTrue();
        assertThat(producer.history()).isEmpty();

        producer.sendOffsetsToTransactionException = null;
        assertThat(publish()).isEqualTo(new Commit.Committed());
    }

    @Test
    void givesUpItsProducerWhenAnotherWorkerFencedIt() {
        producer.commitTransactionException = new ProducerFencedException("fenced");

        assertThatThrownBy(this::publish).isInstanceOf(ProducerFencedException.class);
    }

    @Test
    void givesUpItsProducerWhenTheCommitIsInDoubt() {
        producer.commitTransactionException = new TimeoutException("no answer");

        assertThatThrownBy(this::publish).isInstanceOf(TimeoutException.class);
        assertThat(producer.transactionAborted()).isFalse();
    }

    @Test
    void looksForTheCauseBehindAWrapper() {
        producer.commitTransactionException =
                new KafkaException("cannot execute", new AuthorizationException("not allowed"));

        assertThatThrownBy(this::publish).hasCauseInstanceOf(AuthorizationException.class);
    }

    private Commit publish() {
        Task task = new Task(Lane.STAT, PARTITION, 7, "1.2.3", new Work.Unreadable(NOW, "no event"), NOW, NOW);
        Outcome outcome = new Outcome.Refused(task, ReasonCode.INTERNAL_ERROR, "no event", BytesAt.NOWHERE, NOW);
        ConsumerGroupMetadata group = new ConsumerGroupMetadata("pleura-inference-stat");
        return publisher.publish(List.of(outcome), List.of(new LaneOffsets(Lane.STAT, OFFSETS, group)));
    }
}
