package io.pleura.training.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.evaluation.Scored;
import io.pleura.training.learning.Augmentation;
import io.pleura.training.network.LayerGraph;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// An exported model in ONNX Runtime, as the service runs it. For one thread; closes its session.
public final class OnnxModel implements AutoCloseable {

    private static final int MOST_THREADS = 1024;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private FloatBuffer buffer = FloatBuffer.allocate(0);

    /// Gives the values of inner activations too, for {@link #look}.
    static OnnxModel withInnerOutputs(ModelProto model, List<String> activations, int threads) throws OrtException {
        GraphProto.Builder graph = model.getGraph().toBuilder();
        for (String activation : activations) {
            if (!activation.equals(LayerGraph.INPUT)) {
                graph.addOutput(
                        OnnxNodes.value(activation, "N", "C", "rows of " + activation, "columns of " + activation));
            }
        }
        return new OnnxModel(model.toBuilder().setGraph(graph).build().toByteArray(), threads);
    }

    /// @param threads that one image is scored by; ONNX Runtime would take 0 for as many as there are cores
    public OnnxModel(byte[] onnx, int threads) throws OrtException {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException("--threads must be 1..%d, is %d".formatted(MOST_THREADS, threads));
        }
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            session = environment.createSession(onnx, options);
        }
    }

    /// Input [count, 1, rows, columns] as row-major floats -> logits [count, 1, h, w].
    public float[] logits(float[] input, int count, int rows, int columns) throws OrtException {
        FloatBuffer direct = direct(input);
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, direct, new long[] {count, 1, rows, columns});
                OrtSession.Result result = session.run(Map.of(LayerGraph.INPUT, tensor), Set.of("logits"))) {
            OnnxTensor logits = (OnnxTensor) result.get("logits").orElseThrow();
            FloatBuffer values = logits.getFloatBuffer();
            float[] copy = new float[values.remaining()];
            values.get(copy);
            return copy;
        }
    }

    /// One square input -> its map of logits.
    public float[] logits(float[] input, Example.InputShape shape) throws OrtException {
        return logits(input, 1, shape.inputSize(), shape.inputSize());
    }

    /// Shows the values that the activations take for one square input.
    void look(float[] input, int size, List<String> activations, BiConsumer<String, FloatBuffer> look)
            throws OrtException {
        FloatBuffer direct = direct(input);
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, direct, new long[] {1, 1, size, size});
                OrtSession.Result result = session.run(Map.of(LayerGraph.INPUT, tensor))) {
            for (String activation : activations) {
                look.accept(
                        activation,
                        activation.equals(LayerGraph.INPUT)
                                ? direct
                                : ((OnnxTensor) result.get(activation).orElseThrow()).getFloatBuffer());
            }
        }
    }

    /// One buffer for inputs of one size, as in the service.
    private FloatBuffer direct(float[] values) {
        if (buffer.capacity() != values.length) {
            buffer = ByteBuffer.allocateDirect(values.length * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
        return buffer.clear().put(values).flip();
    }

    /// What is scored has no pictures.
    public Evaluation evaluate(List<Example> examples, Example.InputShape shape, int minimumNodes) throws OrtException {
        List<Scored> scored = new ArrayList<>(examples.size());
        for (Example example : examples) {
            scored.add(Scored.of(example.withoutPixels(), logits(input(example, shape), shape), minimumNodes));
        }
        return new Evaluation(scored);
    }

    public static float[] input(Example example, Example.InputShape shape) {
        float[] input = new float[shape.inputSize() * shape.inputSize()];
        Augmentation.NONE.pixels(example, shape, new java.util.SplittableRandom(0), input, 0);
        return input;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
