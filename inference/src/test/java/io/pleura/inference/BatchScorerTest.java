package io.pleura.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.events.Priority;
import io.pleura.events.RadiographReceived;
import io.pleura.imaging.TestBlobs;
import io.pleura.inference.BatchScorer.Control;
import io.pleura.inference.TinyRadiographs.Square;
import io.pleura.inference.decode.BlobStoreUnavailableException;
import io.pleura.inference.decode.DecodeLimits;
import io.pleura.inference.decode.ImageLoader;
import io.pleura.inference.lanes.Lane;
import io.pleura.inference.lanes.Task;
import io.pleura.inference.lanes.Work;
import io.pleura.inference.publish.Outcome;
import io.pleura.inference.score.ModelShelf;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When a blob that is missing is that radiograph's trouble, and when the store's.
class BatchScorerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private ModelShelf models;

    @SuppressWarnings("NullAway.Init")
    private ImageLoader images;

    @SuppressWarnings("NullAway.Init")
    private TinyRadiographs radiographs;

    @SuppressWarnings("NullAway.Init")
    private BatchScorer scorer;

    @BeforeEach
    void open() throws Exception {
        TinyModel.write(folder.resolve("model"), 3);
        models = TinyModel.open(folder.resolve("model"));
        images = new ImageLoader(blobs(), new DecodeLimits(1 << 20, 1_000_000, 2));
        radiographs = new TinyRadiographs(blobs());
        scorer = new BatchScorer(new TaskPlanner(models, "balanced", () -> NOW), images, 8, () -> NOW);
        stored(0); // what another store may hold
    }

    @AfterEach
    void close() {
        images.close();
        models.close();
    }

    @Test
    void aMissingBlobIsRefusedWhileWhatWasScoredLastHasItsOwn() throws Exception {
        scorer.score(List.of(task(stored(1))));

        assertThat(scorer.score(List.of(task(missing(2)))))
                .singleElement()
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(ReasonCode.BLOB_MISSING));
    }

    @Test
    void aMissingBlobIsRefusedBesideOneThatIsScored() throws Exception {
        assertThat(scorer.score(List.of(task(missing(1)), task(stored(2)))))
                .hasSize(2)
                .hasAtLeastOneElementOfType(Outcome.Refused.class)
                .hasAtLeastOneElementOfType(Outcome.Scored.class);
    }

    @Test
    void aMissingBlobIsRefusedByNoWorkerThatHasFoundNothingInTheStoreYet() throws Exception {
        assertWaits(task(missing(1)));
        assertThat(scorer.control()).isEqualTo(Control.NONE);
    }

    @Test
    void aMissingBlobIsNotRefusedWhenWhatWasScoredLastHasLostItsOwn() throws Exception {
        RadiographReceived last = stored(1);
        scorer.score(List.of(task(last)));
        Files.delete(file(last));

        assertWaits(task(missing(2)));
        assertThat(scorer.control()).as("holds up that one alone").isEqualTo(Control.NONE);

        scorer.score(List.of(task(stored(3))));
        assertThat(scorer.score(List.of(task(missing(2))))).singleElement().isInstanceOf(Outcome.Refused.class);
    }

    private void assertWaits(Task task) {
        assertThatThrownBy(() -> scorer.score(List.of(task)))
                .isInstanceOfSatisfying(BlobStoreUnavailableException.class, e -> assertThat(e.isOfWholeStore())
                        .isFalse());
    }

    private RadiographReceived stored(int number) throws Exception {
        return radiographs.store(number, Square.NONE, Priority.STAT, NOW);
    }

    private RadiographReceived missing(int number) throws Exception {
        RadiographReceived radiograph = stored(number);
        Files.delete(file(radiograph));
        return radiograph;
    }

    private Path file(RadiographReceived radiograph) {
        return TestBlobs.file(blobs(), new ContentHash(radiograph.getContentHash()));
    }

    private Path blobs() {
        return folder.resolve("blobs");
    }

    private static Task task(RadiographReceived radiograph) {
        TopicPartition partition = new TopicPartition(Lane.STAT.topic(), 0);
        return new Task(Lane.STAT, partition, 7, radiograph.getStudyUid(), new Work.Score(radiograph), NOW, NOW);
    }
}
