package io.pleura.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.events.Channel;
import io.pleura.events.Priority;
import io.pleura.events.RadiographReceived;
import io.pleura.events.Source;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.imaging.blob.BlobWriter;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.ingest.Arrival;
import io.pleura.ingest.Ingest;
import io.pleura.ingest.Outcome.Stored;
import io.pleura.ingest.publish.EventPublisher;
import io.pleura.ingest.publish.PublishOutcome;
import io.pleura.ingest.publish.PublisherSettings;
import io.pleura.ingest.store.Claim;
import io.pleura.ingest.store.IdentityIndex;
import io.pleura.ingest.store.IdentityIndex.Known;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.SopInstanceUid;
import io.pleura.schemas.Topic;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a crash leaves behind at each point of the way to the log, and that the next life makes exactly one event of
/// it, whether the sender comes again or not.
@Timeout(180)
class PublishCrashPointTest {

    private static final String OWNER = "ingest-0";
    private static final String TRANSACTIONAL_ID = "pleura-ingest-" + OWNER;
    private static final AtomicInteger NEXT = new AtomicInteger(5000);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static IngestFixture fixture;

    private final int number = NEXT.incrementAndGet();
    private final byte[] object = TestObjects.file(number, same -> same);

    @BeforeAll
    static void start() throws Exception {
        fixture = new IngestFixture(folder);
    }

    @AfterEach
    void stopIngest() throws Exception {
        fixture.stopIngest();
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    @Test
    void claimedAndNotSent() throws Exception {
        leaveBlob();
        leaveClaim();

        assertThatOneEventComesOfIt();
    }

    @Test
    void claimedAndTheBytesDidNotComeThrough() throws Exception {
        leaveClaim();
        Ingest ingest = fixture.ingest(Map.of());
        assertThat(ingest.unpublished()).as("waits for Kafka").isZero();
        IngestFixture.await("a sweep that has seen it", () -> ingest.openClaims() == 1);
        assertThat(events()).isZero();

        send(ingest);

        assertThat(events()).isEqualTo(1);
    }

    @Test
    void sentAndNotCommitted() throws Exception {
        leaveBlob();
        Claim claim = leaveClaim();
        try (KafkaProducer<String, byte[]> crashed = producer()) {
            crashed.initTransactions();
            crashed.beginTransaction();
            crashed.send(record(claim)).get();

            assertThatOneEventComesOfIt();
            assertThatThrownBy(crashed::commitTransaction)
                    .as("the earlier life is fenced")
                    .isInstanceOf(KafkaException.class);
        }
        assertThat(events()).isEqualTo(1);
    }

    @Test
    void committedAndNotMarked() throws Exception {
        leaveBlob();
        commit(leaveClaim());

        assertThatOneEventComesOfIt();
    }

    @Test
    void committedBehindAnEarlierEventOfTheSameStudy() throws Exception {
        leaveBlob();
        Claim claim = leaveClaim();
        commit(IntStream.range(0, 20).mapToObj(this::leaveNoTrace).toArray(Claim[]::new));
        commit(claim);

        assertThatOneEventComesOfIt();
    }

    @Test
    void marked() throws Exception {
        leaveBlob();
        commit(leaveClaim());
        index().markPublished(instance());

        assertThatOneEventComesOfIt();
    }

    @Test
    void storedAndNotClaimed() throws Exception {
        leaveBlob();
        Ingest ingest = fixture.ingest(Map.of());

        assertThat(send(ingest).again()).isFalse();
        assertThat(events()).isEqualTo(1);
    }

    /// The tests above can fail: without the look they find two events.
    @Test
    void sendingWithoutLookingWouldBeTwice() throws Exception {
        Claim claim = leaveClaim();
        commit(claim);
        try (EventPublisher careless = new EventPublisher(new PublisherSettings(
                fixture.bootstrapServers(),
                TRANSACTIONAL_ID,
                Duration.ofSeconds(5),
                10,
                10,
                Duration.ZERO,
                Duration.ofSeconds(1),
                folder.resolve("ends")))) {
            careless.start();
            IngestFixture.await("a connection", () -> careless.trouble().isEmpty());

            assertThat(careless.publish(claim).get()).isEqualTo(new PublishOutcome.Committed());
        }
        assertThat(events()).isEqualTo(2);
        index().markPublished(instance());
    }

    private void assertThatOneEventComesOfIt() throws Exception {
        Ingest ingest = fixture.ingest(Map.of());
        IngestFixture.await("published claim", this::isPublished);
        assertThat(events()).isEqualTo(1);

        assertThat(send(ingest).again()).as("the sender comes again").isTrue();
        assertThat(events()).isEqualTo(1);
    }

    private Stored send(Ingest ingest) throws Exception {
        return (Stored) ingest.pipeline().ingest(Arrival.fromFolder(), new ByteArrayInputStream(object));
    }

    private boolean isPublished() {
        try {
            return index().find(instance())
                    .filter(Known.Published.class::isInstance)
                    .isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void leaveBlob() throws Exception {
        try (BlobWriter blob = new BlobStore(fixture.config(Map.of()).blobFolder()).begin()) {
            blob.write(object);
            blob.commit();
        }
    }

    private Claim leaveClaim() throws Exception {
        Claim claim = claim(instance(), ContentHash.of(object));
        assertThat(index().claim(claim, () -> {})).isEmpty();
        return claim;
    }

    private Claim leaveNoTrace(int other) {
        return claim(new SopInstanceUid(instance() + "." + other), ContentHash.of(new byte[] {(byte) other}));
    }

    private Claim claim(SopInstanceUid instance, ContentHash hash) {
        RadiographReceived event = RadiographReceived.newBuilder()
                .setStudyUid("2.25." + number + "1")
                .setSeriesUid("2.25." + number + "2")
                .setSopInstanceUid(instance.value())
                .setSopClassUid(SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION)
                .setContentHash(hash.value())
                .setSizeBytes(object.length)
                .setTransferSyntaxUid("1.2.840.10008.1.2.1")
                .setPriority(Priority.ROUTINE)
                .setPriorityRule("default")
                .setModality("DX")
                .setRows(256)
                .setColumns(256)
                .setSource(Source.newBuilder().setChannel(Channel.FOLDER).build())
                .setReceivedAt(IngestFixture.NOW)
                .build();
        byte[] bytes = EventSerde.of(Topic.RADIOGRAPHS_ROUTINE).toBytes(event);
        return new Claim(
                instance,
                hash,
                number,
                OWNER,
                Topic.RADIOGRAPHS_ROUTINE.name(),
                number % 24,
                0,
                event.getStudyUid(),
                bytes);
    }

    /// Each in a transaction of its own.
    private static void commit(Claim... claims) throws Exception {
        try (KafkaProducer<String, byte[]> producer = producer()) {
            producer.initTransactions();
            for (Claim claim : claims) {
                producer.beginTransaction();
                producer.send(record(claim)).get();
                producer.commitTransaction();
            }
        }
    }

    private static ProducerRecord<String, byte[]> record(Claim claim) {
        return new ProducerRecord<>(claim.topic(), claim.partition(), claim.key(), claim.event());
    }

    private static KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        fixture.bootstrapServers(),
                        "transactional.id",
                        TRANSACTIONAL_ID,
                        "transaction.timeout.ms",
                        60_000),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private static IdentityIndex index() throws IOException {
        return new IdentityIndex(fixture.config(Map.of()).workFolder().resolve("index"), OWNER);
    }

    private SopInstanceUid instance() {
        return new SopInstanceUid(TestObjects.instanceUid(number));
    }

    private long events() {
        List<RadiographReceived> all = fixture.received();
        return all.stream()
                .filter(event -> event.getSopInstanceUid().equals(instance().value()))
                .count();
    }
}
