package io.pleura.training.network;

import static org.bytedeco.pytorch.global.torch.binary_cross_entropy_with_logits;

import org.bytedeco.pytorch.Tensor;

/// Cross-entropy of an image's one logit [N, 1, 1, 1] with its label; masks are not looked at.
public record LabelLoss() implements Loss {

    @Override
    public Tensor of(Tensor logits, Truth truth) {
        return binary_cross_entropy_with_logits(logits.flatten(), truth.labels());
    }
}
