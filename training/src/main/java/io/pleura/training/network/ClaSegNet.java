package io.pleura.training.network;

import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;
import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.pixel_unshuffle;
import static org.bytedeco.pytorch.global.torch.upsample_bilinear2d;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// Interprets a {@link LayerGraph} with libtorch, for training. Parameters are native memory and live as long as this
/// object; activations belong to the caller's `PointerScope`. Not for use by several threads.
public final class ClaSegNet extends Module {

    private final ClaSegNetDesign design;
    private final Arithmetic arithmetic;
    private final LayerGraph graph;
    private final Map<String, Integer> lastReaders;
    private final Map<String, Conv2dImpl> convolutions = new LinkedHashMap<>();
    private final Map<String, BatchNorm2dImpl> norms = new LinkedHashMap<>();
    private final Map<String, Tensor> offsets = new LinkedHashMap<>();

    /// A net that computes in FP32, also while it learns.
    public ClaSegNet(ClaSegNetDesign design) {
        this(design, Arithmetic.FP32);
    }

    /// @param arithmetic of the convolutions while the net learns
    public ClaSegNet(ClaSegNetDesign design, Arithmetic arithmetic) {
        super("ClaSegNet");
        this.design = design;
        this.arithmetic = arithmetic;
        graph = design.graph();
        lastReaders = graph.lastReaders();
        for (Layer layer : graph.layers()) {
            if (layer instanceof Layer.Convolution convolution) {
                convolutions.put(convolution.weights(), register(convolution));
            } else if (layer instanceof Layer.BatchNorm norm) {
                BatchNormOptions options = new BatchNormOptions(norm.channels());
                options.eps().put(Layer.BatchNorm.EPSILON);
                BatchNorm2dImpl module = new BatchNorm2dImpl(options);
                register_module(norm.weights(), module);
                norms.put(norm.weights(), module);
            } else if (layer instanceof Layer.Centred centred) {
                Tensor offset = torch.full(new long[] {1}, new Scalar(Layer.Centred.FIRST_OFFSET));
                offsets.put(centred.weights(), register_parameter(centred.weights(), offset));
            }
        }
    }

    private Conv2dImpl register(Layer.Convolution layer) {
        int kernel = layer.kernel();
        Conv2dOptions options =
                new Conv2dOptions(layer.inChannels(), layer.outChannels(), new LongPointer(kernel, kernel));
        options.stride().put(new LongPointer(layer.stride(), layer.stride()));
        options.padding().put(new LongPointer(kernel / 2, kernel / 2));
        options.groups().put(layer.groups());
        options.bias().put(layer.bias());
        Conv2dImpl module = new Conv2dImpl(options);
        register_module(layer.weights(), module);
        return module;
    }

    public ClaSegNetDesign design() {
        return design;
    }

    public LayerGraph graph() {
        return graph;
    }

    public Conv2dImpl convolution(String weights) {
        return known(convolutions, weights);
    }

    public BatchNorm2dImpl norm(String weights) {
        return known(norms, weights);
    }

    public Tensor offset(String weights) {
        return known(offsets, weights);
    }

    private static <T> T known(Map<String, T> map, String name) {
        T value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no such layer: " + name);
        }
        return value;
    }

    /// The tensor on the device of the weights; itself where it is there already.
    public Tensor place(Tensor tensor) {
        return known(convolutions, "conv0").weight().is_cuda() ? tensor.cuda() : tensor;
    }

    /// [N, 1, S, S] -> logits [N, 1, h, w].
    public Tensor forward(Tensor input) {
        Map<String, Tensor> activations = new HashMap<>();
        activations.put(LayerGraph.INPUT, input);
        for (int i = 0; i < graph.layers().size(); i++) {
            Layer layer = graph.layers().get(i);
            activations.put(layer.output(), apply(layer, activations));
            free(activations, layer.input(), i);
            if (layer instanceof Layer.Sum sum) {
                free(activations, sum.other(), i);
            }
        }
        return known(activations, graph.logits()).to(torch.ScalarType.Float);
    }

    private Tensor apply(Layer layer, Map<String, Tensor> activations) {
        Tensor input = known(activations, layer.input());
        return switch (layer) {
            case Layer.Convolution c -> convolved(c, input);
            case Layer.BatchNorm b -> norm(b.weights()).forward(input);
            case Layer.Rectifier r -> input.relu();
            case Layer.Sum s -> input.add(known(activations, s.other()));
            case Layer.MaxPool p -> maxPool(input, p);
            case Layer.SpaceToDepth s -> pixel_unshuffle(input, s.block());
            case Layer.GlobalAverage g -> adaptive_avg_pool2d(input, 1, 1);
            case Layer.Centred c -> centred(input.to(torch.ScalarType.Float), offset(c.weights()));
            case Layer.Upsample u -> {
                long[] shape = input.shape();
                yield upsample_bilinear2d(input, new long[] {2 * shape[2], 2 * shape[3]}, false);
            }
        };
    }

    private Tensor convolved(Layer.Convolution layer, Tensor input) {
        Conv2dImpl module = convolution(layer.weights());
        if (arithmetic == Arithmetic.FP32 || !is_training()) {
            return module.forward(input);
        }
        TensorOptional bias = layer.bias() ? new TensorOptional(rounded(module.bias())) : new TensorOptional();
        long[] stride = {layer.stride(), layer.stride()};
        long[] padding = {layer.kernel() / 2, layer.kernel() / 2};
        return conv2d(
                rounded(input), rounded(module.weight()), bias, stride, padding, new long[] {1, 1}, layer.groups());
    }

    /// In bfloat16; images with their channels side by side, which the kernels prefer.
    private static Tensor rounded(Tensor tensor) {
        MemoryFormatOptional order = new MemoryFormatOptional(
                tensor.dim() == 4 ? torch.MemoryFormat.ChannelsLast : torch.MemoryFormat.Preserve);
        return tensor.to(torch.ScalarType.BFloat16, false, false, order);
    }

    private static Tensor centred(Tensor input, Tensor offset) {
        return input.sub(input.mean(new long[] {2, 3}, true, new ScalarTypeOptional()))
                .add(offset);
    }

    private static Tensor maxPool(Tensor input, Layer.MaxPool pool) {
        long[] kernel = {pool.kernel(), pool.kernel()};
        long[] stride = {pool.stride(), pool.stride()};
        long[] padding = {pool.kernel() / 2, pool.kernel() / 2};
        return max_pool2d(input, kernel, stride, padding, new long[] {1, 1}, false);
    }

    private void free(Map<String, Tensor> activations, String name, int reader) {
        if (!name.equals(LayerGraph.INPUT) && lastReaders.getOrDefault(name, -1) == reader) {
            Tensor spent = activations.remove(name);
            if (spent != null) {
                spent.close();
            }
        }
    }
}
