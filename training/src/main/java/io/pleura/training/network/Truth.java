package io.pleura.training.network;

import org.bytedeco.pytorch.Tensor;

/// What the loss compares logits [N, 1, h, w] with.
///
/// @param targets [N, 1, h, w], 0 or 1 a node
/// @param weights [N, 1, h, w], 0 where a node teaches nothing by itself, else 1
/// @param labels [N], 0 or 1 an image
/// @param eligible [N, 1, h, w], bool: nodes among which the image score is looked for; all of them but where only
/// boxes are known
public record Truth(Tensor targets, Tensor weights, Tensor labels, Tensor eligible) {}
