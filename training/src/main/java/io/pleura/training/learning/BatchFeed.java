package io.pleura.training.learning;

import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Draws the next batch on a thread of its own while the net learns from this one. One batch ahead and no more; what is
/// drawn depends on the seed, the epoch and the step alone. Close it to end the thread.
final class BatchFeed implements AutoCloseable {

    private final ExecutorService drawer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("batches").daemon().factory());
    private final TrainingSettings settings;
    private final int epoch;
    private final Iterator<List<BatchPlan.Pick>> plan;
    private int step;
    private Future<DrawnBatch> ahead;

    BatchFeed(TrainingSettings settings, int epoch, List<List<BatchPlan.Pick>> plan) {
        this.settings = settings;
        this.epoch = epoch;
        this.plan = plan.iterator();
        ahead = submit();
    }

    /// As many times as the plan has batches.
    DrawnBatch next() {
        try {
            DrawnBatch batch = ahead.get();
            if (plan.hasNext()) {
                ahead = submit();
            }
            return batch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while training", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch could not be drawn", e.getCause());
        }
    }

    private Future<DrawnBatch> submit() {
        List<BatchPlan.Pick> picks = plan.next();
        SplittableRandom random =
                new SplittableRandom(RandomStreams.seed(settings.seed(), RandomStreams.AUGMENTATION, epoch, step++));
        return drawer.submit(() -> DrawnBatch.augmented(
                picks.stream().map(BatchPlan.Pick::example).toList(),
                settings.shape(),
                settings.augmentation(),
                settings.bending(),
                settings.loss().ignoreBand(),
                random));
    }

    @Override
    public void close() {
        drawer.shutdownNow();
    }
}
