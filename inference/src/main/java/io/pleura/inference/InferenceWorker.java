package io.pleura.inference;

import io.pleura.inference.BatchScorer.Control;
import io.pleura.inference.Suspects.Suspect;
import io.pleura.inference.decode.BlobStoreUnavailableException;
import io.pleura.inference.decode.ImageLoader;
import io.pleura.inference.lanes.Lane;
import io.pleura.inference.lanes.Lanes;
import io.pleura.inference.lanes.Task;
import io.pleura.inference.publish.Commit;
import io.pleura.inference.publish.Outcome;
import io.pleura.inference.publish.PublishStep;
import io.pleura.inference.publish.Publisher;
import io.pleura.inference.score.ModelShelf;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/// The service's one loop: poll the lanes, choose by deadline, fetch and decode in parallel, score in one batch,
/// and publish scores, rejections, replays and the offsets of all lanes in one transaction.
///
/// Runs on one thread, which owns the Kafka clients and the model. What goes wrong is one of four things:
/// - one radiograph cannot be scored: its outcome is a rejection, and the loop goes on;
/// - the transaction was aborted: nothing of the batch is visible; wait, and read it again from Kafka;
/// - Kafka or the blob store is away: wait, longer each time, and go on from the committed offsets;
/// - a bug: the same, but loudly, and after a few in a row the service declares itself dead.
///
/// Where scoring fails, or a blob cannot be read, the worker scores once more what it scored last. If that fails
/// too it is the worker, or what it depends on. If not, it is something about what was in hand: that is taken
/// alone, and holds up nothing but its partition. A radiograph that fails alone again and again, or ends the
/// process, is found out by what [Hand] noted of it, and rejected too.
///
/// Failures are in a row until a batch is committed or nothing is left to do: that a poll brought nothing, as right
/// after new clients joined, proves nothing.
///
/// In none of them is a radiograph lost or scored twice: the offsets move with the outcomes or not at all.
public final class InferenceWorker implements Runnable {

    private static final Logger LOG = Logger.getLogger(InferenceWorker.class);
    private static final Duration LAG_INTERVAL = Duration.ofSeconds(1);

    private final WorkerSettings settings;
    private final KafkaClients kafka;
    private final ModelShelf models;
    private final Hand hand;
    private final TaskPlanner planner;
    private final BatchScorer scorer;
    private final InferenceMetrics metrics;
    private final WorkerState state;
    private final InstantSource clock;
    private final Consumer<Step> steps;
    private final CountDownLatch stop = new CountDownLatch(1);
    private Backoff backoff;
    private long lagReadNanos;

    /// @param steps told of every step of every batch, on the worker's thread
    public InferenceWorker(
            WorkerSettings settings,
            KafkaClients kafka,
            ModelShelf models,
            ImageLoader images,
            Hand hand,
            InferenceMetrics metrics,
            WorkerState state,
            InstantSource clock,
            Consumer<Step> steps) {
        this.settings = settings;
        this.kafka = kafka;
        this.models = models;
        this.hand = hand;
        this.metrics = metrics;
        this.state = state;
        this.clock = clock;
        this.steps = steps;
        planner = new TaskPlanner(models, settings.operatingPoint(), clock);
        scorer = new BatchScorer(planner, images, settings.batchSize(), clock);
        backoff = Backoff.starting(settings.retryAfter(), settings.retryAtMost());
    }

    /// Returns after [#stop], with the batch in hand committed.
    @Override
    public void run() {
        try {
            while (!stopping()) {
                workUntilClientsFail();
            }
            state.ended("the worker was stopped");
        } catch (InterruptedException | InterruptException e) {
            state.ended("the worker was interrupted");
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            state.ended("the worker died: " + e);
            hand.fall();
            LOG.fatal("the worker died", e);
            throw e;
        }
    }

    /// Asks the loop to end after the batch in hand.
    public void stop() {
        stop.countDown();
    }

    private void workUntilClientsFail() throws InterruptedException {
        try (Lanes lanes = new Lanes(
                        kafka.consumers(),
                        settings.routineTargetWait(),
                        settings.bufferedPerPartition(),
                        settings.passOver(),
                        hand::handling);
                Publisher publisher = new Publisher(kafka.producers().get(), settings.workerId(), this::published)) {
            publisher.start();
            while (!stopping()) {
                turn(lanes, publisher);
            }
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warnf("Kafka: %s; new clients will go on from the committed offsets", e);
            state.troubled("Kafka: " + e.getMessage());
            retryAfter("kafka");
        } catch (RuntimeException e) {
            LOG.errorf(e, "BUG: a turn of the loop failed; the batch will be read again");
            state.bug("unexpected failure: " + e.getClass().getSimpleName());
            retryAfter("bug");
        }
    }

    private void turn(Lanes lanes, Publisher publisher) throws InterruptedException {
        lanes.poll(clock.instant());
        state.alive();
        reportQueues(lanes);
        List<Task> batch = lanes.take(settings.transactionSize());
        if (batch.isEmpty() && lanes.areDrained()) {
            state.idle(lanes.trouble());
            backoff = backoff.succeeded();
        } else if (!batch.isEmpty() && isPublished(batch, lanes, publisher)) {
            state.turned(lanes.trouble());
            backoff = backoff.succeeded();
        }
    }

    private boolean isPublished(List<Task> batch, Lanes lanes, Publisher publisher) throws InterruptedException {
        hand.take(batch);
        steps.accept(Step.POLLED);
        try {
            return isCommitted(batch, outcomes(batch), lanes, publisher);
        } catch (BlobStoreUnavailableException e) {
            unread(batch, e);
        } catch (ScoringFailedException e) {
            failed(batch, e);
        }
        lanes.rewind();
        return false;
    }

    private List<Outcome> outcomes(List<Task> batch) throws InterruptedException {
        Optional<Suspect> hopeless = hand.hopeless(batch);
        return hopeless.isPresent() ? List.of(planner.hopeless(batch.getFirst(), hopeless.get())) : scorer.score(batch);
    }

    /// Bytes that cannot be had may be had later, so that this never counts against a radiograph.
    private void unread(List<Task> batch, BlobStoreUnavailableException failure) throws InterruptedException {
        hand.putBack();
        if (failure.isOfWholeStore() || scorer.control() == Control.FAILED) {
            LOG.warnf("%s; the batch will be read again", failure.getMessage());
            state.troubled(String.valueOf(failure.getMessage()));
            retryAfter("blob_store");
        } else {
            LOG.errorf("%s will be read again: %s", places(batch), failure.getMessage());
            hand.leaveUnread(batch);
            metrics.failure("image");
        }
    }

    private void failed(List<Task> batch, ScoringFailedException failure) throws InterruptedException {
        hand.putBack();
        Control control = scorer.control();
        LOG.errorf(failure, "BUG: scoring %s failed; it will be read again; control: %s", places(batch), control);
        switch (control) {
            case SCORED -> {
                hand.fail(batch, failure.fault(), true);
                metrics.failure("image");
            }
            case FAILED -> {
                hand.clear();
                state.bug("scoring fails: " + failure.fault());
                retryAfter("bug");
            }
            case NONE -> {
                // That the same one fails again says nothing new of the worker.
                if (!hand.hasFailedBefore(batch)) {
                    state.bug("scoring fails: " + failure.fault());
                }
                hand.fail(batch, failure.fault(), false);
                metrics.failure("bug");
            }
        }
    }

    private static List<String> places(List<Task> batch) {
        return batch.stream().map(Task::position).toList();
    }

    private boolean isCommitted(List<Task> batch, List<Outcome> outcomes, Lanes lanes, Publisher publisher)
            throws InterruptedException {
        steps.accept(Step.SCORED);
        long start = System.nanoTime();
        Commit commit = publisher.publish(outcomes, lanes.offsets(batch));
        switch (commit) {
            case Commit.Committed committed -> {
                metrics.commit(Duration.ofNanos(System.nanoTime() - start));
                hand.settle(outcomes.stream().anyMatch(InferenceWorker::isScore));
                metrics.batch(batch.size());
                outcomes.forEach(this::done);
            }
            case Commit.Aborted aborted -> {
                LOG.infof("a batch of %d was aborted and will be read again: %s", batch.size(), aborted.cause());
                state.troubled("Kafka aborted a batch: " + aborted.cause().getMessage());
                lanes.rewind();
                retryAfter("aborted");
            }
        }
        models.trim();
        return commit instanceof Commit.Committed;
    }

    private void done(Outcome outcome) {
        metrics.done(outcome);
        if (outcome instanceof Outcome.Refused refused) {
            LOG.warnf("rejected %s, %s: %s", refused.task().position(), refused.reason(), refused.detail());
        }
    }

    private static boolean isScore(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Scored scored -> true;
            case Outcome.Replayed replayed -> true;
            case Outcome.Refused refused -> false;
            case Outcome.ReplayFailed failed -> false;
        };
    }

    private void published(PublishStep step) {
        steps.accept(
                switch (step) {
                    case SENT -> Step.SENT;
                    case OFFSETS_SENT -> Step.OFFSETS_SENT;
                    case COMMITTED -> Step.COMMITTED;
                });
    }

    private void reportQueues(Lanes lanes) {
        if (System.nanoTime() - lagReadNanos >= LAG_INTERVAL.toNanos()) {
            for (Lane lane : Lane.values()) {
                metrics.queue(lane, lanes);
            }
            lagReadNanos = System.nanoTime();
        }
    }

    private void retryAfter(String kind) throws InterruptedException {
        hand.putBack();
        metrics.failure(kind);
        backoff = backoff.failedAgain();
        state.alive();
        if (stop.await(backoff.delay().toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("stopping while waiting to try again");
        }
    }

    private boolean stopping() {
        return stop.getCount() == 0;
    }
}
