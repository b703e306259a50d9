package io.pleura.training.learning;

import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.network.Loss;
import io.pleura.training.network.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Tensor;

/// The training loop: shuffle, augment, step, validate after every epoch, keep the best epoch's weights.
///
/// The best epoch is that with the largest AUC + Dice of the positives on validation images (the baseline, which has
/// no map: AUC). Native memory stays flat:
/// each step lives in a `PointerScope` of its own. One trainer to a thread.
public final class Trainer {

    /// Told what happens; numbers only.
    public interface Progress {

        void step(int epoch, int step, int steps, double loss);

        void epoch(int epoch, double loss, double auc, double dice, boolean best);
    }

    private final TrainingSettings settings;
    private final ClaSegNet net;
    private final AdamW optimizer;
    private final Loss loss;
    private final SplittableRandom augmentation;
    private final Random shuffle;
    private int step;

    public Trainer(TrainingSettings settings) {
        this.settings = settings;
        manual_seed(settings.seed());
        set_num_threads(settings.threads());
        net = new ClaSegNet(settings.design());
        AdamWOptions options = new AdamWOptions(settings.learningRate());
        options.weight_decay().put(settings.weightDecay());
        optimizer = new AdamW(net.parameters(), options);
        loss = settings.loss();
        augmentation = new SplittableRandom(settings.seed());
        shuffle = new Random(settings.seed());
    }

    public ClaSegNet net() {
        return net;
    }

    /// Fine-tuning: starts from the weights of another run of the same design.
    public void startFrom(Path weights) {
        Weights.load(net, weights);
    }

    /// Trains all epochs and leaves the best weights in the net and in the file.
    public void train(List<Example> training, List<Example> validation, Path bestWeights, Progress progress) {
        double best = Double.NEGATIVE_INFINITY;
        for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
            double meanLoss = epoch(epoch, training, progress);
            Evaluation evaluation = Scoring.evaluate(net, validation, settings.shape(), settings.minimumNodes());
            double auc = evaluation.auc();
            double dice = evaluation.dicePositives(0);
            double merit = evaluation.hasMaps() ? auc + dice : auc;
            boolean improved = merit > best;
            if (improved) {
                best = merit;
                Weights.save(net, bestWeights);
            }
            progress.epoch(epoch, meanLoss, auc, dice, improved);
        }
        Weights.load(net, bestWeights);
    }

    private double epoch(int epoch, List<Example> training, Progress progress) {
        net.train(true);
        List<Example> order = new ArrayList<>(training);
        Collections.shuffle(order, shuffle);
        double sum = 0;
        int steps = settings.stepsPerEpoch();
        for (int i = 0; i < steps; i++) {
            List<Example> some = order.subList(i * settings.batchSize(), (i + 1) * settings.batchSize());
            try (PointerScope scope = new PointerScope()) {
                double stepLoss = step(Batch.augmented(some, settings.shape(), augmentation));
                sum += stepLoss;
                progress.step(epoch, i + 1, steps, stepLoss);
            }
        }
        return sum / steps;
    }

    /// One gradient step; native memory of the caller's `PointerScope`.
    public double step(Batch batch) {
        optimizer.param_groups().get(0).options().set_lr(settings.learningRate(step++));
        optimizer.zero_grad();
        Tensor value = loss.of(net.forward(batch.input()), batch.targets(), batch.weights(), batch.labels());
        value.backward();
        optimizer.step();
        return value.item_double();
    }
}
