package io.pleura.inference.score;

/// Which of a model folder's files computes the score. Both give scores on the same scale, not the same bits.
public enum Precision {
    /// `model.onnx`, 32-bit floats.
    FP32,
    /// The file that model.json names under `int8`: several times faster on CPUs, and measured to rank as well.
    INT8
}
