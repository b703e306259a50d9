package io.pleura.training.network;

/// How exactly the convolutions of a learning net are computed. A net that is evaluated or exported is always FP32.
public enum Arithmetic {
    FP32,
    /// Inputs, weights, results and gradients of the convolutions rounded to bfloat16 (8 bits of mantissa), and so
    /// what is computed between them; sums within a convolution in float32, the weights themselves kept in float32
    /// (mixed precision, Kalamkar et al. 2019). More than twice as fast where the processor multiplies such numbers
    /// (AVX-512 BF16, AMX), slow where it does not.
    BF16
}
