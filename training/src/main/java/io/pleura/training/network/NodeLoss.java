package io.pleura.training.network;

import static org.bytedeco.pytorch.global.torch.binary_cross_entropy_with_logits;
import static org.bytedeco.pytorch.global.torch.sigmoid;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// The node-wise loss: binary cross-entropy over the nodes of the map, where positive nodes weigh more and ignored
/// nodes nothing; a Dice term over the batch; and cross-entropy of the image score s with the image's label. That the
/// loss is node-wise is the abstract's, the rest is ours.
///
/// The image term is all that a positive image without mask (node weights 0) contributes. Where boxes are known, s is
/// looked for inside them: at least k nodes there, or all where there are fewer, are to be positive.
///
/// @param positiveWeight weight of a positive node against a negative one
/// @param diceShare weight of the Dice term
/// @param imageShare weight of the image term
/// @param focalExponent 0 for cross-entropy; g for focal loss: times (1 - p)^g, p the probability of what is true
/// @param minimumNodes k of {@link ImageScore}
public record NodeLoss(
        double positiveWeight, double diceShare, double imageShare, double focalExponent, int minimumNodes)
        implements Loss {

    @Override
    public Tensor of(Tensor logits, Truth truth) {
        Tensor targets = truth.targets();
        Tensor weights = truth.weights();
        Tensor emphasis =
                targets.mul(new Scalar(positiveWeight - 1)).add(new Scalar(1.0)).mul(weights);
        Tensor entropy = binary_cross_entropy_with_logits(
                logits, targets, new TensorOptional(emphasis), new TensorOptional(), 0 /* none */);
        Tensor probabilities = sigmoid(logits);
        if (focalExponent > 0) {
            entropy = entropy.mul(probabilities.sub(targets).abs().pow(new Scalar(focalExponent)));
        }
        Tensor nodes = entropy.sum().div(weights.sum().add(new Scalar(1.0)));
        Tensor image = binary_cross_entropy_with_logits(score(logits, truth.eligible()), truth.labels());
        Tensor dice = dice(probabilities.mul(weights), targets.mul(weights));
        return nodes.sub(dice.mul(new Scalar(diceShare))).add(image.mul(new Scalar(imageShare)));
    }

    /// s of each image, [N, 1, h, w] -> [N]: its k-th largest eligible logit, or the smallest where fewer are.
    public Tensor score(Tensor logits, Tensor eligible) {
        Tensor flat = eligible.flatten(1, 3);
        Tensor rank = flat.sum(new long[] {1}, true, new ScalarTypeOptional(torch.ScalarType.Long))
                .clamp_max(new Scalar(minimumNodes))
                .sub(new Scalar(1));
        Tensor candidates = logits.flatten(1, 3).masked_fill(flat.logical_not(), new Scalar(Double.NEGATIVE_INFINITY));
        return candidates.topk(minimumNodes).get0().gather(1, rank).select(1, 0);
    }

    /// Soft overlap of the whole batch, with one node of smoothing.
    private static Tensor dice(Tensor probabilities, Tensor targets) {
        Tensor overlap = probabilities.mul(targets).sum().mul(new Scalar(2.0)).add(new Scalar(1.0));
        return overlap.div(probabilities.sum().add(targets.sum()).add(new Scalar(1.0)));
    }
}
