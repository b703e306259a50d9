package io.pleura.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.events.BytesAt;
import io.pleura.events.Rejected;
import io.pleura.events.Stage;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.imaging.blob.BlobWriter;
import io.pleura.ingest.Arrival;
import io.pleura.ingest.Ingest;
import io.pleura.ingest.Outcome;
import io.pleura.ingest.store.Claim;
import io.pleura.ingest.store.IdentityIndex;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.SopInstanceUid;
import io.pleura.schemas.Topic;
import io.pleura.standalone.audit.OrphanReport;
import io.pleura.standalone.audit.OrphanReport.Count;
import io.pleura.standalone.audit.OrphanReport.Found;
import io.pleura.standalone.audit.OrphanSweep;
import io.pleura.standalone.audit.OrphanSweep.Action;
import io.pleura.standalone.stack.StackException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Which blobs the sweep takes for orphans, and what becomes of them: each test has a blob store of its own and the
/// same log.
@Timeout(180)
class OrphanSweepTest {

    private static final AtomicInteger NEXT = new AtomicInteger(30_000);
    private static final Instant TODAY = Instant.now();
    private static final Instant LAST_WEEK = TODAY.minus(Duration.ofDays(7));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path shared;

    @SuppressWarnings("NullAway.Init")
    private static IngestFixture fixture;

    private final byte[] object = TestObjects.file(NEXT.incrementAndGet(), same -> same);
    private final ContentHash hash = ContentHash.of(object);
    private final List<String> lines = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        fixture = new IngestFixture(shared);
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
    void leavesWhatAnEventNames() throws Exception {
        assertThat(send(object)).isInstanceOf(Outcome.Stored.class);
        everythingIsOld();

        OrphanReport report = sweep(Action.MOVE);

        assertThat(report.counts()).containsOnlyKeys(Found.NAMED);
        assertThat(report.count(Found.NAMED).blobs())
                .as("the radiograph and its rules")
                .isEqualTo(2);
        assertThat(blobs().contains(hash)).isTrue();
        assertThat(report.clean()).isTrue();
    }

    @Test
    void leavesWhatWasQuarantinedForARejection() throws Exception {
        byte[] unreadable = ("no radiograph " + folder).getBytes(StandardCharsets.UTF_8);
        assertThat(send(unreadable)).isInstanceOf(Outcome.Refused.class);
        everythingIsOld();

        OrphanReport report = sweep(Action.MOVE);

        assertThat(report.count(Found.ORPHAN)).isEqualTo(new Count(0, 0));
        assertThat(report.count(Found.MOVED)).isEqualTo(new Count(0, 0));
        assertThat(blobs().quarantine().contains(ContentHash.of(unreadable))).isTrue();
    }

    @Test
    void leavesWhatARejectionNamesAmongTheOthers() throws Exception {
        leave(blobs(), object);
        everythingIsOld();
        reject(hash);

        assertThat(sweep(Action.MOVE).counts()).containsOnlyKeys(Found.NAMED);
        assertThat(blobs().contains(hash)).isTrue();
    }

    @Test
    void leavesWhatAClaimNamesWhoseEventWaits() throws Exception {
        leave(blobs(), object);
        everythingIsOld();
        new IdentityIndex(index(), "ingest-7").claim(claim(), () -> {});

        assertThat(sweep(Action.MOVE).counts()).containsOnlyKeys(Found.NAMED);
    }

    @Test
    void leavesWhatIsTooNewToTell() throws Exception {
        leave(blobs(), object);

        assertThat(sweep(Action.MOVE).counts()).isEqualTo(Map.of(Found.YOUNG, new Count(1, object.length)));
        assertThat(blobs().contains(hash)).isTrue();
    }

    @Test
    void leavesRulesThatNoEventNamesYet() throws Exception {
        leave(blobs(), ("# rules of a site\n" + "age: 18\n".repeat(50)).getBytes(StandardCharsets.UTF_8));
        everythingIsOld();

        assertThat(sweep(Action.MOVE).counts()).containsOnlyKeys(Found.OTHER);
    }

    @Test
    void listsOrphansAndTouchesNothing() throws Exception {
        leave(blobs(), object);
        leave(blobs().quarantine(), new byte[] {1, 2, 3});
        everythingIsOld();

        OrphanReport report = sweep(Action.LIST);

        assertThat(report.counts()).isEqualTo(Map.of(Found.ORPHAN, new Count(2, object.length + 3L)));
        assertThat(report.clean()).isFalse();
        assertThat(lines).hasSize(2).anyMatch(line -> line.contains("orphan   blobs      " + hash));
        assertThat(blobs().contains(hash)).isTrue();
        assertThat(folder.resolve("blobs").resolve("orphans")).doesNotExist();
    }

    @Test
    void movesOrphansAsideWhereTheirSenderHealsThem() throws Exception {
        leave(blobs(), object);
        leave(blobs().quarantine(), new byte[] {1, 2, 3});
        everythingIsOld();

        assertThat(sweep(Action.MOVE).counts()).isEqualTo(Map.of(Found.MOVED, new Count(2, object.length + 3L)));
        assertThat(blobs().contains(hash)).isFalse();
        assertThat(blobs().orphans().read(hash, object.length)).isEqualTo(object);
        assertThat(Files.readAllLines(folder.resolve("blobs").resolve("orphans").resolve("moved.log")))
                .containsExactly(
                        "%s moved blobs %s %d".formatted(TODAY, hash, object.length),
                        "%s moved quarantine %s 3".formatted(TODAY, ContentHash.of(new byte[] {1, 2, 3})));
        assertThat(sweep(Action.MOVE).counts()).containsOnlyKeys(Found.ASIDE);

        assertThat(send(object)).isInstanceOfSatisfying(Outcome.Stored.class, stored -> assertThat(stored.again())
                .isFalse());
        assertThat(blobs().read(hash, object.length)).isEqualTo(object);
        assertThat(fixture.received())
                .filteredOn(event -> event.getContentHash().equals(hash.value()))
                .hasSize(1);
        OrphanReport healed = sweep(Action.RESTORE);
        assertThat(healed.count(Found.AGAIN)).isEqualTo(new Count(1, object.length));
        assertThat(healed.clean()).isTrue();
    }

    @Test
    void bringsBackWhatIsNamedLater() throws Exception {
        leave(blobs(), object);
        everythingIsOld();
        sweep(Action.MOVE);
        reject(hash);

        OrphanReport report = sweep(Action.LIST);
        assertThat(report.counts()).isEqualTo(Map.of(Found.MISSED, new Count(1, object.length)));
        assertThat(report.clean()).isFalse();

        OrphanReport restored = sweep(Action.RESTORE);
        assertThat(restored.count(Found.RESTORED)).isEqualTo(new Count(1, object.length));
        assertThat(restored.clean()).isTrue();
        assertThat(blobs().read(hash, object.length)).isEqualTo(object);
    }

    /// Against an empty Kafka, every blob would be an orphan.
    @Test
    void refusesALogThatDoesNotKnowWhatIngestPublished() throws Exception {
        leave(blobs(), object);
        everythingIsOld();
        IdentityIndex index = new IdentityIndex(index(), "ingest-7");
        index.claim(claim(), () -> {});
        index.markPublished(claim().instance());

        assertThatRefuses("the log does not name 1 radiographs that ingest's index knows as published");
    }

    @Test
    void refusesWithoutAnIndexItCanReadWhole() throws Exception {
        leave(blobs(), object);
        everythingIsOld();
        Files.delete(index().resolve("claimed"));
        assertThatRefuses("cannot be read whole");

        Files.createDirectory(index().resolve("claimed"));
        Files.writeString(index().resolve("claimed").resolve(hash.value()), "half an ent");
        assertThatRefuses("is damaged");
    }

    @Test
    void takesNothingForAnOrphanThatARecordMayNameWhichCannotBeRead(@TempDir Path another) throws Exception {
        byte[] movedEarlier = TestObjects.file(NEXT.incrementAndGet(), same -> same);
        leave(blobs(), movedEarlier);
        everythingIsOld();
        sweep(Action.MOVE);
        leave(blobs(), object);
        everythingIsOld();
        lines.clear();
        try (IngestFixture log = new IngestFixture(another)) {
            TopicPartition place = new TopicPartition(Topic.REJECTIONS.name(), 11);
            write(log, place, new byte[] {1, 2, 3});

            OrphanReport report = sweep(log, Action.MOVE);
            assertThat(report.counts())
                    .isEqualTo(Map.of(Found.UNKNOWN, new Count(2, object.length + movedEarlier.length)));
            assertThat(report.clean()).isFalse();
            assertThat(lines).containsExactly("cannot be read: " + place + "@0: not a readable event (3 bytes)");
            assertThat(blobs().contains(hash)).isTrue();
            assertThat(blobs().orphans().contains(ContentHash.of(movedEarlier))).isTrue();

            OrphanReport known = sweep(log, Action.MOVE, Set.of(new RecordPlace(place, 0)));
            assertThat(known.counts()).isEqualTo(report.counts());
            assertThat(known.clean()).isTrue();
            assertThat(lines).last().isEqualTo("passed over: " + place + "@0: not a readable event (3 bytes)");
        }
    }

    /// What ingest published and the log does not name may be in as many records as cannot be read, and in no more.
    @Test
    void refusesALogThatLacksMoreThanCannotBeRead(@TempDir Path another) throws Exception {
        leave(blobs(), object);
        everythingIsOld();
        IdentityIndex index = new IdentityIndex(index(), "ingest-7");
        index.claim(claim(), () -> {});
        index.markPublished(claim().instance());
        try (IngestFixture log = new IngestFixture(another)) {
            write(log, new TopicPartition(Topic.REJECTIONS.name(), 11), new byte[] {1, 2, 3});
            assertThatRefuses(log, "the log does not name 1 radiographs");
            write(log, new TopicPartition(Topic.RADIOGRAPHS_STAT.name(), 11), new byte[] {1, 2, 3});
            assertThat(sweep(log, Action.MOVE).counts()).containsOnlyKeys(Found.UNKNOWN);
        }
    }

    @Test
    void refusesWithoutALogItCanReadWhole(@TempDir Path another) throws Exception {
        leave(blobs(), object);
        everythingIsOld();
        IngestFixture broken = new IngestFixture(another);
        try (broken) {
            TopicPartition place = new TopicPartition(Topic.RADIOGRAPHS_STAT.name(), 11);
            write(broken, place, new byte[] {1, 2, 3});
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broken.bootstrapServers()))) {
                admin.deleteRecords(Map.of(place, RecordsToDelete.beforeOffset(1)))
                        .all()
                        .get();
                assertThatRefuses(broken, place + " begins at offset 1: what was before is deleted");
            }
        }
        assertThatRefuses(broken, "Kafka does not answer");
    }

    private void assertThatRefuses(String why) {
        assertThatRefuses(fixture, why);
    }

    private void assertThatRefuses(IngestFixture log, String why) {
        assertThatThrownBy(() -> sweep(log, Action.MOVE))
                .isInstanceOf(StackException.class)
                .hasMessageContaining(why);
        assertThat(blobs().contains(hash)).isTrue();
        assertThat(folder.resolve("blobs").resolve("orphans")).doesNotExist();
    }

    private OrphanReport sweep(Action action) throws Exception {
        return sweep(fixture, action);
    }

    private OrphanReport sweep(IngestFixture log, Action action) throws Exception {
        return sweep(log, action, Set.of());
    }

    private OrphanReport sweep(IngestFixture log, Action action, Set<RecordPlace> passOver) throws Exception {
        if (Files.notExists(index())) {
            new IdentityIndex(index(), "ingest-0");
        }
        return OrphanSweep.run(
                log.bootstrapServers(),
                new OrphanSweep.Request(
                        folder.resolve("blobs"), List.of(index()), Duration.ofDays(1), passOver, action, TODAY),
                lines::add);
    }

    private Outcome send(byte[] bytes) throws Exception {
        Ingest ingest = fixture.ingest(Map.of(
                "blob-folder",
                folder.resolve("blobs").toString(),
                "work-folder",
                folder.resolve("work").toString()));
        Outcome outcome = ingest.pipeline().ingest(Arrival.fromFolder(), new ByteArrayInputStream(bytes));
        IngestFixture.await("published events", () -> ingest.unpublished() == 0);
        fixture.stopIngest();
        return outcome;
    }

    private BlobStore blobs() {
        return new BlobStore(folder.resolve("blobs"));
    }

    private Path index() {
        return folder.resolve("work").resolve("index");
    }

    private static void leave(BlobStore store, byte[] bytes) throws Exception {
        try (BlobWriter blob = store.begin()) {
            blob.write(bytes);
            blob.commit();
        }
    }

    private void everythingIsOld() throws Exception {
        if (Files.notExists(index())) {
            new IdentityIndex(index(), "ingest-0");
        }
        try (Stream<Path> files = Files.walk(folder.resolve("blobs"))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Files.setLastModifiedTime(file, FileTime.from(LAST_WEEK));
            }
        }
    }

    private Claim claim() {
        return new Claim(
                new SopInstanceUid("2.25.77"), hash, 1, "ingest-7", "radiographs.routine", 3, 0, "2.25.7", new byte[1]);
    }

    private static void reject(ContentHash hash) throws Exception {
        Rejected rejected = Rejected.newBuilder()
                .setStage(Stage.INGEST)
                .setReasonCode("CONFLICTING_INSTANCE")
                .setDetail("test")
                .setContentHash(hash.value())
                .setBytesAt(BytesAt.BLOB_STORE)
                .setRejectedAt(IngestFixture.NOW)
                .build();
        write(
                fixture,
                new TopicPartition(Topic.REJECTIONS.name(), 23),
                EventSerde.of(Topic.REJECTIONS).toBytes(rejected));
    }

    private static void write(IngestFixture log, TopicPartition place, byte[] event) throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", log.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(place.topic(), place.partition(), "key", event))
                    .get();
        }
    }
}
