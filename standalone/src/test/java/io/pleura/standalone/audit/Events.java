package io.pleura.standalone.audit;

import io.pleura.events.BytesAt;
import io.pleura.events.Channel;
import io.pleura.events.Laterality;
import io.pleura.events.LocalizationMap;
import io.pleura.events.ModelReference;
import io.pleura.events.Priority;
import io.pleura.events.RadiographReceived;
import io.pleura.events.RadiographScored;
import io.pleura.events.Rejected;
import io.pleura.events.Source;
import io.pleura.events.Stage;
import io.pleura.events.StageTimings;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Events of one radiograph as the services would write them.
final class Events {

    /// Made before any event, since Avro makes none of its classes before.
    static final EventSerde<RadiographScored> SCORES = EventSerde.of(Topic.SCORES);

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private Events() {}

    static RadiographReceived received(String sopInstanceUid) {
        return RadiographReceived.newBuilder()
                .setStudyUid(sopInstanceUid + ".1")
                .setSeriesUid(sopInstanceUid + ".2")
                .setSopInstanceUid(sopInstanceUid)
                .setSopClassUid("1.2.840.10008.5.1.4.1.1.1.1")
                .setContentHash(hash(sopInstanceUid))
                .setSizeBytes(1000)
                .setTransferSyntaxUid("1.2.840.10008.1.2.1")
                .setPriority(Priority.ROUTINE)
                .setPriorityRule("default")
                .setModality("DX")
                .setRows(512)
                .setColumns(512)
                .setSource(Source.newBuilder().setChannel(Channel.DIMSE).build())
                .setReceivedAt(NOW)
                .build();
    }

    static RadiographScored scored(RadiographReceived received, boolean positive) {
        return RadiographScored.newBuilder()
                .setStudyUid(received.getStudyUid())
                .setSeriesUid(received.getSeriesUid())
                .setSopInstanceUid(received.getSopInstanceUid())
                .setContentHash(received.getContentHash())
                .setPriority(received.getPriority())
                .setLogit(positive ? 2 : -2)
                .setScore(positive ? 0.9f : 0.1f)
                .setPositive(positive)
                .setOperatingPoint("balanced")
                .setThreshold(0.5f)
                .setLaterality(Laterality.UNDETERMINED)
                .setRows(received.getRows())
                .setColumns(received.getColumns())
                .setMap(new LocalizationMap(1, 1, ByteBuffer.wrap(new byte[4]), 256, 0.5, 0.0, 0.0, 0.0))
                .setModel(new ModelReference("ClaSegNet", "1", hash("model"), "1", "CPU", "ALL"))
                .setTimings(new StageTimings(1L, 1L, 1L, 1L, 1L))
                .setReceivedAt(received.getReceivedAt())
                .setScoredAt(NOW.plusSeconds(1))
                .setWorker("inference-0")
                .build();
    }

    static Rejected rejectedByInference(RadiographReceived received) {
        return Rejected.newBuilder()
                .setStage(Stage.INFERENCE)
                .setReasonCode("UNDECODABLE_PIXELS")
                .setDetail("test")
                .setStudyUid(received.getStudyUid())
                .setSopInstanceUid(received.getSopInstanceUid())
                .setContentHash(received.getContentHash())
                .setBytesAt(BytesAt.BLOB_STORE)
                .setRejectedAt(NOW.plusSeconds(1))
                .build();
    }

    /// Of a record that inference cannot read.
    ///
    /// @param receivedAt null where it came in the replay lane
    static Rejected rejectedUnread(@Nullable Instant receivedAt) {
        return Rejected.newBuilder()
                .setStage(Stage.INFERENCE)
                .setReasonCode("INTERNAL_ERROR")
                .setDetail("test")
                .setBytesAt(BytesAt.NOWHERE)
                .setReceivedAt(receivedAt)
                .setRejectedAt(NOW.plusSeconds(1))
                .build();
    }

    static Rejected refusedOnArrival(String text) {
        return Rejected.newBuilder()
                .setStage(Stage.INGEST)
                .setReasonCode("UNREADABLE_DICOM")
                .setDetail("test")
                .setContentHash(hash(text))
                .setBytesAt(BytesAt.QUARANTINE)
                .setRejectedAt(NOW)
                .build();
    }

    /// By an eligibility rule.
    static Rejected refusedOnArrival(RadiographReceived same) {
        return Rejected.newBuilder()
                .setStage(Stage.INGEST)
                .setReasonCode("AGE_OUT_OF_RANGE")
                .setDetail("test")
                .setStudyUid(same.getStudyUid())
                .setSopInstanceUid(same.getSopInstanceUid())
                .setContentHash(same.getContentHash())
                .setBytesAt(BytesAt.QUARANTINE)
                .setRejectedAt(NOW)
                .build();
    }

    /// As a newer release would write it.
    static <V extends SpecificRecord> byte[] ofUnknownSchema(Topic<V> topic, V event) {
        byte[] bytes = EventSerde.of(topic).toBytes(event);
        bytes[5]++; // of the fingerprint
        return bytes;
    }

    static RecordPlace place(RecordMetadata record) {
        return new RecordPlace(new TopicPartition(record.topic(), record.partition()), record.offset());
    }

    static String hash(String text) {
        return ContentHash.of(text.getBytes(StandardCharsets.UTF_8)).value();
    }
}
