package io.pleura.training.network;

import io.pleura.training.export.OnnxExport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The network as data. {@link ClaSegNet} interprets it for training and {@link OnnxExport} writes it down for serving,
/// so that there is one definition of the model.
///
/// @param logits name of the activation [N, 1, h, w] that the score map is made of
public record LayerGraph(List<Layer> layers, String logits) {

    public static final String INPUT = "input";

    public LayerGraph {
        layers = List.copyOf(layers);
    }

    /// Position of the last layer that reads each activation, so that the interpreter can free it there.
    public Map<String, Integer> lastReaders() {
        Map<String, Integer> last = new HashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            last.put(layers.get(i).input(), i);
            if (layers.get(i) instanceof Layer.Sum sum) {
                last.put(sum.other(), i);
            }
        }
        return last;
    }

    /// Appends layers; every method returns the name of the activation it made.
    public static final class Builder {

        private final List<Layer> layers = new ArrayList<>();
        private int convolutions;
        private int norms;

        private String next() {
            return "t" + layers.size();
        }

        private String append(Layer layer) {
            layers.add(layer);
            return layer.output();
        }

        String convolution(String input, int from, int to, int kernel, int stride, int groups, boolean bias) {
            String weights = "conv" + convolutions++;
            return append(new Layer.Convolution(next(), input, weights, from, to, kernel, stride, groups, bias));
        }

        /// Convolution and batch norm, [N, from, H, W] -> [N, to, H/stride, W/stride].
        String normalised(String input, int from, int to, int kernel, int stride) {
            String convolved = convolution(input, from, to, kernel, stride, 1, false);
            return batchNorm(convolved, to);
        }

        String batchNorm(String input, int channels) {
            return append(new Layer.BatchNorm(next(), input, "norm" + norms++, channels));
        }

        String activated(String input, int from, int to, int kernel, int stride) {
            return rectifier(normalised(input, from, to, kernel, stride));
        }

        String rectifier(String input) {
            return append(new Layer.Rectifier(next(), input));
        }

        String maxPool(String input, int kernel, int stride) {
            return append(new Layer.MaxPool(next(), input, kernel, stride));
        }

        String globalAverage(String input) {
            return append(new Layer.GlobalAverage(next(), input));
        }

        String spaceToDepth(String input, int block) {
            return append(new Layer.SpaceToDepth(next(), input, block));
        }

        String centred(String input) {
            return append(new Layer.Centred(next(), input, "centre"));
        }

        String sum(String input, String other) {
            return append(new Layer.Sum(next(), input, other));
        }

        String upsample(String input) {
            return append(new Layer.Upsample(next(), input));
        }

        LayerGraph build(String logits) {
            return new LayerGraph(layers, logits);
        }
    }
}
