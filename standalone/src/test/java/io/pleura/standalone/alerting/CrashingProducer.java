package io.pleura.standalone.alerting;

import io.pleura.schemas.Topic;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// A producer that halts its process at a crash point, once it has sent a number of alerts.
final class CrashingProducer extends KafkaProducer<byte[], byte[]> {

    /// So that nobody takes another way to end for the crash.
    static final int EXIT_STATUS = 86;

    private final CrashPoint point;
    private final int alertsBefore;
    private int alerts;

    CrashingProducer(Map<String, Object> settings, CrashPoint point, int alertsBefore) {
        super(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.point = point;
        this.alertsBefore = alertsBefore;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        boolean isDue = point == CrashPoint.ALERT_SENT_STORE_NOT && alerts >= alertsBefore - 1;
        if (isDue && record.topic().endsWith("-changelog")) {
            return new CompletableFuture<>();
        }
        Future<RecordMetadata> sent = super.send(record, callback);
        if (record.topic().equals(Topic.ALERTS.name())) {
            alerts++;
            if (isDue) {
                flush();
                halt();
            }
        }
        return sent;
    }

    @Override
    public void commitTransaction() {
        if (point == CrashPoint.BEFORE_COMMIT && alerts >= alertsBefore) {
            flush();
            halt();
        }
        super.commitTransaction();
        if (point == CrashPoint.AFTER_COMMIT && alerts >= alertsBefore) {
            halt();
        }
    }

    private static void halt() {
        Runtime.getRuntime().halt(EXIT_STATUS);
    }
}
