package io.pleura.training.network;

import static org.bytedeco.pytorch.global.torch.binary_cross_entropy_with_logits;
import static org.bytedeco.pytorch.global.torch.sigmoid;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/// The node-wise loss: binary cross-entropy over the nodes of the map, where positive nodes weigh more and ignored
/// nodes nothing; a Dice term over the batch; and cross-entropy of the image score s with the image's label, which is
/// all that an image without mask (node weights 0) contributes.
///
/// @param positiveWeight weight of a positive node against a negative one
/// @param diceShare weight of the Dice term
/// @param imageShare weight of the image term
/// @param minimumNodes k of {@link ImageScore}
public record NodeLoss(double positiveWeight, double diceShare, double imageShare, int minimumNodes) implements Loss {

    @Override
    public Tensor of(Tensor logits, Tensor targets, Tensor weights, Tensor labels) {
        Tensor emphasis =
                targets.mul(new Scalar(positiveWeight - 1)).add(new Scalar(1.0)).mul(weights);
        Tensor entropy = binary_cross_entropy_with_logits(
                logits, targets, new TensorOptional(emphasis), new TensorOptional(), 0 /* none */);
        Tensor nodes = entropy.sum().div(weights.sum().add(new Scalar(1.0)));
        Tensor image = binary_cross_entropy_with_logits(score(logits), labels);
        Tensor dice = dice(sigmoid(logits).mul(weights), targets.mul(weights));
        return nodes.sub(dice.mul(new Scalar(diceShare))).add(image.mul(new Scalar(imageShare)));
    }

    /// s, the k-th largest logit of each image: [N, 1, h, w] -> [N].
    public Tensor score(Tensor logits) {
        Tensor flat = logits.flatten(1, 3);
        return flat.topk(minimumNodes).get0().select(1, minimumNodes - 1);
    }

    /// Soft overlap of the whole batch, with one node of smoothing.
    private static Tensor dice(Tensor probabilities, Tensor targets) {
        Tensor overlap = probabilities.mul(targets).sum().mul(new Scalar(2.0)).add(new Scalar(1.0));
        return overlap.div(probabilities.sum().add(targets.sum()).add(new Scalar(1.0)));
    }
}
