package io.pleura.training.learning;

import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import io.pleura.training.data.Example;
import io.pleura.training.data.ExampleList;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.network.Loss;
import io.pleura.training.network.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/// The training loop: draw a batch, augment, step; after every epoch validate, keep the best epoch's weights, write the
/// log and a checkpoint.
///
/// The best epoch is that with the largest AUC + Dice of the positives on validation images (the baseline, which has no
/// map: AUC). Native memory stays flat: each step lives in a `PointerScope` of its own. One trainer to a thread.
public final class Trainer {

    /// Told what happens; numbers only.
    public interface Progress {

        void step(int epoch, int step, int steps, double loss);

        void epoch(EpochFigures figures);
    }

    private final TrainingSettings settings;
    private final LearningState state;
    private final Loss loss;
    private final List<EpochFigures> epochs = new ArrayList<>();
    private int totalSteps;
    private int steps;

    public Trainer(TrainingSettings settings) {
        this.settings = settings;
        settings.machine().device().requirePresent();
        manual_seed(settings.seed());
        set_num_threads(settings.machine().threads());
        state = new LearningState(settings);
        loss = settings.lossOfHead();
        totalSteps = settings.schedule().epochs();
    }

    public ClaSegNet net() {
        return state.net();
    }

    /// Fine-tuning: starts from the weights of another run of the same design.
    public void startFrom(Path weights) {
        Weights.load(state.net(), weights);
        settings.machine().device().take(state.net());
        if (state.averaged() != null) {
            state.averaged().copy();
        }
    }

    /// Trains from the first epoch on. Leaves the best weights in the net and in the run folder, the net on the CPU.
    public void train(Mixture training, List<Example> validation, RunFolder run, Progress progress) throws IOException {
        go(training, validation, run, progress);
    }

    /// Goes on after the last epoch that ended. The result is that of a run that was never interrupted, bit for bit, if
    /// machine, libraries and images are the same.
    public void resume(Mixture training, List<Example> validation, RunFolder run, Progress progress)
            throws IOException {
        Checkpoint checkpoint = Checkpoint.read(run.checkpoint());
        Checkpoint.Progress done = checkpoint.progress();
        if (!done.settings().equals(Checkpoint.digest(settings))) {
            throw new IllegalArgumentException(run.checkpoint() + " is of other settings than " + run.settingsFile());
        }
        if (!done.images().equals(digest(training, validation))) {
            throw new IllegalArgumentException(
                    "the images are not those that %s was trained on".formatted(run.folder()));
        }
        state.load(checkpoint.tensors());
        steps = done.steps();
        epochs.addAll(done.epochs());
        go(training, validation, run, progress);
    }

    private void go(Mixture training, List<Example> validation, RunFolder run, Progress progress) throws IOException {
        refuseUselessImages(training);
        BatchPlan plan = new BatchPlan(training, settings);
        totalSteps = plan.stepsPerEpoch() * settings.schedule().epochs();
        String images = digest(training, validation);
        while (epochs.size() < settings.schedule().epochs() && !endsEarly()) {
            EpochFigures figures = epoch(epochs.size() + 1, plan, validation, progress);
            epochs.add(figures);
            if (figures.best()) {
                keep(figures.averagedIsBetter(), run);
            }
            RunFolder.replace(run.log(), EpochFigures.csv(epochs).getBytes(StandardCharsets.UTF_8));
            new Curves(epochs).saveTo(run);
            Checkpoint.Progress done =
                    new Checkpoint.Progress(Checkpoint.digest(settings), images, steps, List.copyOf(epochs));
            new Checkpoint(done, state.bytes()).write(run.checkpoint());
            progress.epoch(figures);
        }
        Weights.load(state.net(), run.weights());
    }

    private static String digest(Mixture training, List<Example> validation) {
        ExampleList list = validation instanceof ExampleList known ? known : ExampleList.of(validation);
        return Checkpoint.digest(training.summaries(), list.summaries());
    }

    private void refuseUselessImages(Mixture training) {
        boolean weak = training.summaries().stream()
                .anyMatch(example -> example.positive() && example.supervision() != Example.Supervision.MASK);
        if (weak && settings.loss().imageShare() == 0) {
            throw new IllegalArgumentException(
                    "loss.imageShare is 0, so the positive images without mask would teach nothing");
        }
    }

    private boolean endsEarly() {
        int patience = settings.schedule().patience();
        return patience > 0 && epochs.size() - bestEpoch() >= patience;
    }

    /// 0 before there is one.
    private int bestEpoch() {
        return epochs.stream()
                .filter(EpochFigures::best)
                .mapToInt(EpochFigures::epoch)
                .max()
                .orElse(0);
    }

    private double bestMerit() {
        return bestEpoch() == 0
                ? Double.NEGATIVE_INFINITY
                : epochs.get(bestEpoch() - 1).better().merit();
    }

    private void keep(boolean averaged, RunFolder run) throws IOException {
        ClaSegNet best = averaged && state.averaged() != null ? state.averaged().net() : state.net();
        run.replaceWeights(best);
    }

    private EpochFigures epoch(int epoch, BatchPlan plan, List<Example> validation, Progress progress) {
        double mean = trainEpoch(epoch, plan, progress);
        EpochFigures.Measured live = Scoring.measure(state.net(), validation, settings);
        EpochFigures.Measured averaged = state.averaged() == null
                ? null
                : Scoring.measure(state.averaged().net(), validation, settings);
        double rate = settings.schedule().learningRate(steps - 1, totalSteps);
        EpochFigures figures = new EpochFigures(epoch, mean, rate, live, averaged, false);
        boolean best = figures.better().merit() > bestMerit();
        return new EpochFigures(epoch, mean, rate, live, averaged, best);
    }

    private double trainEpoch(int epoch, BatchPlan plan, Progress progress) {
        state.net().train(true);
        double sum = 0;
        int count = plan.stepsPerEpoch();
        try (BatchFeed feed = new BatchFeed(settings, epoch, plan.batches(epoch))) {
            for (int i = 1; i <= count; i++) {
                try (PointerScope scope = new PointerScope()) {
                    double value = step(Batch.of(feed.next()));
                    if (!Double.isFinite(value)) {
                        throw new IllegalArgumentException(
                                "the loss is %s in epoch %d, step %d: try a smaller --learning-rate"
                                        .formatted(value, epoch, i));
                    }
                    sum += value;
                    progress.step(epoch, i, count, value);
                }
            }
        }
        return sum / count;
    }

    /// One gradient step, for those who make batches themselves; native memory of the caller's `PointerScope`.
    ///
    /// @return the loss before the step
    public double step(Batch batch) {
        Batch placed = batch.placedFor(state.net());
        state.learningRate(settings.schedule().learningRate(Math.min(steps, totalSteps - 1), totalSteps));
        state.optimizer().zero_grad();
        Tensor value = loss.of(state.net().forward(placed.input()), placed.truth());
        value.backward();
        state.optimizer().step();
        if (state.averaged() != null) {
            state.averaged().update(steps);
        }
        steps++;
        return value.item_double();
    }
}
