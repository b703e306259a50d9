package io.pleura.training.network;

import org.bytedeco.pytorch.Tensor;

/// What a net is taught by.
public sealed interface Loss permits NodeLoss, LabelLoss {

    /// @param logits the net's output [N, 1, h, w]
    /// @param targets [N, 1, H, W], 0 or 1 a node of the pooled mask
    /// @param weights [N, 1, H, W], 0 or 1
    /// @param labels [N], 0 or 1 an image
    /// @return a scalar to minimise
    Tensor of(Tensor logits, Tensor targets, Tensor weights, Tensor labels);
}
