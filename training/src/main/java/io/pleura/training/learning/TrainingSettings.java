package io.pleura.training.learning;

import io.pleura.training.data.Example;
import io.pleura.training.network.ClaSegNetDesign;
import io.pleura.training.network.ImageScore;
import io.pleura.training.network.LabelLoss;
import io.pleura.training.network.Loss;
import io.pleura.training.network.NodeLoss;

/// All that decides a training run. Written into the run folder and onto the model card.
///
/// @param minimumArea smallest part of the image that makes it positive; k = ceil(minimumArea x nodes)
public record TrainingSettings(
        ClaSegNetDesign design,
        int inputSize,
        long seed,
        int trainingImages,
        int validationImages,
        int testImages,
        int epochs,
        int batchSize,
        double learningRate,
        double weightDecay,
        double minimumArea,
        int threads) {

    private static final double WARM_UP = 0.05;
    private static final double POSITIVE_WEIGHT = 3;
    private static final double DICE_SHARE = 0.3;
    private static final double IMAGE_SHARE = 0.2;

    public TrainingSettings {
        if (epochs < 1 || batchSize < 1 || batchSize > trainingImages || threads < 1) {
            throw new IllegalArgumentException(
                    "epochs, batch size and threads must be positive, the batch within the set");
        }
    }

    public Example.InputShape shape() {
        return Example.InputShape.of(design, inputSize);
    }

    public int minimumNodes() {
        int outputSize = design.outputSize(inputSize);
        return ImageScore.minimumNodes(minimumArea, outputSize, outputSize);
    }

    public Loss loss() {
        return switch (design.head()) {
            case CLASEGNET -> new NodeLoss(POSITIVE_WEIGHT, DICE_SHARE, IMAGE_SHARE, minimumNodes());
            case CLASSIFICATION -> new LabelLoss();
        };
    }

    public int stepsPerEpoch() {
        return trainingImages / batchSize;
    }

    /// Linear warm-up, then half a cosine down to zero.
    public double learningRate(int step) {
        int steps = stepsPerEpoch() * epochs;
        double warmUp = Math.min(1, (step + 1) / (WARM_UP * steps));
        return learningRate * warmUp * 0.5 * (1 + Math.cos(Math.PI * step / steps));
    }
}
