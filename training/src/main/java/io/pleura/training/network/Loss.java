package io.pleura.training.network;

import org.bytedeco.pytorch.Tensor;

/// What a net is taught by.
public sealed interface Loss permits NodeLoss, LabelLoss {

    /// @param logits the net's output [N, 1, h, w]
    /// @return a scalar to minimise
    Tensor of(Tensor logits, Truth truth);
}
