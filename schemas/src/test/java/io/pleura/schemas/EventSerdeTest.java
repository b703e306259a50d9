package io.pleura.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.events.BytesAt;
import io.pleura.events.Channel;
import io.pleura.events.Rejected;
import io.pleura.events.Source;
import io.pleura.events.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class EventSerdeTest {

    private final EventSerde<Rejected> serde = EventSerde.of(Topic.REJECTIONS);

    @Test
    void readsBackWhatItWrote() {
        Rejected event = Rejected.newBuilder()
                .setStage(Stage.INGEST)
                .setReasonCode(ReasonCode.TRUNCATED.name())
                .setDetail("ends at offset 132")
                .setBytesAt(BytesAt.QUARANTINE)
                .setSource(Source.newBuilder().setChannel(Channel.DIMSE).build())
                .setRejectedAt(Instant.parse("2026-11-23T08:00:00Z"))
                .build();
        assertThat(serde.fromBytes(serde.toBytes(event))).isEqualTo(event);
    }

    @Test
    void refusesBytesOfUnknownMeaning() {
        byte[] text = "no event".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> serde.fromBytes(text)).isInstanceOf(SerializationException.class);
    }
}
