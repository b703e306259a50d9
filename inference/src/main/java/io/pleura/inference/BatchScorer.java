package io.pleura.inference;

import io.pleura.events.RadiographReceived;
import io.pleura.inference.decode.BlobStoreUnavailableException;
import io.pleura.inference.decode.ImageLoader;
import io.pleura.inference.decode.Loaded;
import io.pleura.inference.lanes.Task;
import io.pleura.inference.lanes.Work;
import io.pleura.inference.publish.Outcome;
import io.pleura.inference.publish.StageTimes;
import io.pleura.inference.score.Finding;
import io.pleura.inference.score.MapPlacement;
import io.pleura.inference.score.OnnxScorer;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gives every task of a batch its one outcome: plan, load all images in parallel, run the model, read its maps.
/// Whether it still does is asked of the control, the radiograph that it scored last.
///
/// Owned by the worker's thread.
final class BatchScorer {

    private final TaskPlanner planner;
    private final ImageLoader images;
    private final int batchSize;
    private final InstantSource clock;
    private Optional<Task> lastScored = Optional.empty();

    /// What a failure is compared with.
    enum Control {
        SCORED,
        FAILED,
        /// Nothing was scored yet, or it cannot be had any more.
        NONE
    }

    /// A planned task with its image, ready for the model.
    private record Ready(Plan.Load plan, Loaded.Image image) {}

    BatchScorer(TaskPlanner planner, ImageLoader images, int batchSize, InstantSource clock) {
        this.planner = planner;
        this.images = images;
        this.batchSize = batchSize;
        this.clock = clock;
    }

    /// In another store than the one that ingest writes every blob is missing, and in one that is being restored many:
    /// a missing one is refused only while that of what was scored last is there.
    ///
    /// @return one outcome for each task, in no particular order
    /// @throws BlobStoreUnavailableException when a blob is there and cannot be read, or is missing and this
    ///     may not be the store that it was
    /// @throws ScoringFailedException when something went wrong that no refusal is known for
    List<Outcome> score(List<Task> batch) throws InterruptedException {
        List<Outcome> outcomes = attempt(batch);
        if (outcomes.stream().anyMatch(BatchScorer::lacksItsBlob) && !hasBlobOfLastScored()) {
            throw new BlobStoreUnavailableException(
                    "a blob is missing, as all may be: is this the store that ingest writes?");
        }
        return outcomes;
    }

    private List<Outcome> attempt(List<Task> batch) throws InterruptedException {
        try {
            return outcomes(batch);
        } catch (BlobStoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            throw ScoringFailedException.of(e);
        }
    }

    /// Scores once more what was scored last, for nobody.
    Control control() throws InterruptedException {
        if (lastScored.isEmpty()) {
            return Control.NONE;
        }
        try {
            Outcome again = attempt(List.of(lastScored.get())).getFirst();
            return again instanceof Outcome.Scored ? Control.SCORED : Control.NONE;
        } catch (BlobStoreUnavailableException | ScoringFailedException e) {
            return Control.FAILED;
        }
    }

    /// A replay is none of these: whoever asked for it is answered and can ask again.
    private static boolean lacksItsBlob(Outcome outcome) {
        return outcome instanceof Outcome.Refused refused && refused.reason() == ReasonCode.BLOB_MISSING;
    }

    private boolean hasBlobOfLastScored() {
        return lastScored.isPresent()
                && lastScored.get().work() instanceof Work.Score(RadiographReceived radiograph)
                && images.holds(new ContentHash(radiograph.getContentHash()));
    }

    private List<Outcome> outcomes(List<Task> batch) throws InterruptedException {
        Instant takenAt = clock.instant();
        List<Outcome> outcomes = new ArrayList<>(batch.size());
        List<Plan.Load> loads = new ArrayList<>(batch.size());
        for (Task task : batch) {
            switch (planner.plan(task)) {
                case Plan.Load load -> loads.add(load);
                case Plan.Settled settled -> outcomes.add(settled.outcome());
            }
        }
        Map<OnnxScorer, List<Ready>> byModel = load(loads, outcomes);
        byModel.forEach((model, ready) -> {
            for (int from = 0; from < ready.size(); from += batchSize) {
                outcomes.addAll(run(model, ready.subList(from, Math.min(from + batchSize, ready.size())), takenAt));
            }
        });
        return outcomes;
    }

    private Map<OnnxScorer, List<Ready>> load(List<Plan.Load> loads, List<Outcome> outcomes)
            throws InterruptedException {
        List<Loaded> results = images.load(loads.stream().map(Plan.Load::image).toList());
        Map<OnnxScorer, List<Ready>> byModel = new LinkedHashMap<>();
        for (int i = 0; i < loads.size(); i++) {
            Plan.Load load = loads.get(i);
            switch (results.get(i)) {
                case Loaded.Image image ->
                    byModel.computeIfAbsent(load.model(), model -> new ArrayList<>())
                            .add(new Ready(load, image));
                case Loaded.Refused refused -> outcomes.add(load.refused(refused, clock.instant()));
            }
        }
        return byModel;
    }

    private List<Outcome> run(OnnxScorer model, List<Ready> batch, Instant takenAt) {
        long start = System.nanoTime();
        List<float[]> maps =
                model.logits(batch.stream().map(ready -> ready.image().input()).toList());
        long inferMicros = (System.nanoTime() - start) / 1_000 / batch.size();
        List<Outcome> outcomes = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            outcomes.add(outcome(batch.get(i), maps.get(i), takenAt, inferMicros));
        }
        return outcomes;
    }

    private Outcome outcome(Ready ready, float[] logits, Instant takenAt, long inferMicros) {
        Loaded.Image image = ready.image();
        Plan.Load plan = ready.plan();
        MapPlacement placement = new MapPlacement(
                image.rows(),
                image.columns(),
                plan.image().inputSize(),
                image.letterbox().scale(),
                image.letterbox().offsetX(),
                image.letterbox().offsetY());
        Optional<Finding> finding = plan.rule().read(logits, placement, image.facing());
        Instant now = clock.instant();
        StageTimes times = new StageTimes(
                Math.max(
                        0, Duration.between(plan.task().work().since(), takenAt).toMillis()),
                image.times().fetchMicros(),
                image.times().decodeMicros(),
                image.times().preprocessMicros(),
                inferMicros);
        Outcome outcome = finding.map(found -> plan.scored(found, times, now))
                .orElseThrow(() -> new ArithmeticException("the model's output has a value that is no finite number"));
        if (outcome instanceof Outcome.Scored scored) {
            lastScored = Optional.of(scored.task());
        }
        return outcome;
    }
}
