package io.pleura.training.network;

/// One operation of a {@link LayerGraph}: reads named activations, writes one. Activations are [N, C, H, W].
public sealed interface Layer {

    String output();

    String input();

    /// @param weights name under which the parameters are kept; padding is kernel / 2
    record Convolution(
            String output,
            String input,
            String weights,
            int inChannels,
            int outChannels,
            int kernel,
            int stride,
            int groups,
            boolean bias)
            implements Layer {}

    record BatchNorm(String output, String input, String weights, int channels) implements Layer {

        public static final double EPSILON = 1e-5;
    }

    record Rectifier(String output, String input) implements Layer {}

    /// Padding is kernel / 2.
    record MaxPool(String output, String input, int kernel, int stride) implements Layer {}

    /// The mean of each channel: [N, C, H, W] -> [N, C, 1, 1].
    record GlobalAverage(String output, String input) implements Layer {}

    /// Each channel measured from its mean over the image, and moved by one learned number: x - mean(x) + offset.
    ///
    /// @param weights name under which the offset is kept
    record Centred(String output, String input, String weights) implements Layer {

        /// Most nodes are negative, so a net that knows nothing is to say so.
        public static final double FIRST_OFFSET = -2;
    }

    /// Cuts the one channel into squares of `block` pixels a side: [N, 1, H, W] -> [N, block², H/block, W/block], the
    /// pixels of a square in reading order.
    record SpaceToDepth(String output, String input, int block) implements Layer {}

    record Sum(String output, String input, String other) implements Layer {}

    /// Bilinear enlargement by two, half-pixel centres.
    record Upsample(String output, String input) implements Layer {}
}
