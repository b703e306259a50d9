package io.pleura.inference.score;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One model in ONNX Runtime: batches of inputs in, maps of logits out.
///
/// Holds one session and one direct input buffer for its whole life. Owned by the worker's thread.
public final class OnnxScorer implements AutoCloseable {

    private static final String INPUT = "input";
    private static final String LOGITS = "logits";
    private static final long DYNAMIC = -1;

    private final OrtEnvironment environment = OnnxEnvironment.get();
    private final OrtSession session;
    private final ModelDescription description;
    private final ModelIdentity identity;
    private final int batchSize;
    private final FloatBuffer input;

    private OnnxScorer(ModelFolder model, RuntimeSettings settings) throws ModelException {
        description = model.description();
        batchSize = settings.batchSize();
        identity = new ModelIdentity(
                description.name(),
                description.version(),
                description.sha256(),
                environment.getVersion(),
                settings.provider(),
                settings.optimisationLevel());
        session = SessionFactory.open(environment, model, settings);
        input = ByteBuffer.allocateDirect(Math.multiplyExact(batchSize * Float.BYTES, inputPixels()))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /// Opens the model, checks that it has the shapes that model.json promises and runs it once.
    ///
    /// @throws ModelException when it cannot be opened here or is not what model.json says
    public static OnnxScorer open(ModelFolder model, RuntimeSettings settings) throws ModelException {
        OnnxScorer scorer = new OnnxScorer(model, settings);
        try {
            scorer.checkShapes();
            scorer.logits(List.of(new float[scorer.inputPixels()]));
            return scorer;
        } catch (OrtException | IllegalStateException e) {
            scorer.close();
            throw new ModelException(
                    "%s does not run as model.json describes it: %s".formatted(model.folder(), e.getMessage()), e);
        }
    }

    public ModelDescription description() {
        return description;
    }

    public ModelIdentity identity() {
        return identity;
    }

    /// Floats of one input, size x size.
    public int inputPixels() {
        return description.input().size() * description.input().size();
    }

    /// Runs one batch.
    ///
    /// @param inputs each [1, size, size], row-major; at most the batch size of them
    /// @return for each input its map of logits, [rows, columns], row-major
    /// @throws IllegalStateException when ONNX Runtime fails; no input of the batch is at fault
    public List<float[]> logits(List<float[]> inputs) {
        if (inputs.isEmpty() || inputs.size() > batchSize) {
            throw new IllegalArgumentException("a batch has 1 to " + batchSize + " inputs, not " + inputs.size());
        }
        input.clear();
        inputs.forEach(input::put);
        input.flip();
        long side = description.input().size();
        long[] shape = {inputs.size(), 1, side, side};
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, input, shape);
                OrtSession.Result result = session.run(Map.of(INPUT, tensor), Set.of(LOGITS))) {
            return maps((OnnxTensor) result.get(0), inputs.size());
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("closing an ONNX Runtime session failed", e);
        }
    }

    private List<float[]> maps(OnnxTensor logits, int count) {
        ModelDescription.Grid grid = description.map();
        long[] expected = {count, 1, grid.rows(), grid.columns()};
        long[] actual = logits.getInfo().getShape();
        if (!Arrays.equals(actual, expected)) {
            throw new IllegalStateException(
                    "logits have shape " + Arrays.toString(actual) + ", not " + Arrays.toString(expected));
        }
        FloatBuffer values = logits.getFloatBuffer();
        List<float[]> maps = new ArrayList<>(count);
        for (int image = 0; image < count; image++) {
            float[] map = new float[grid.cells()];
            values.get(map);
            maps.add(map);
        }
        return maps;
    }

    private void checkShapes() throws OrtException {
        long size = description.input().size();
        ModelDescription.Grid grid = description.map();
        check(session.getInputInfo().get(INPUT), INPUT, DYNAMIC, 1, size, size);
        check(session.getOutputInfo().get(LOGITS), LOGITS, DYNAMIC, 1, grid.rows(), grid.columns());
    }

    /// A model may leave any dimension open except the ones it fixes wrongly; the batch must be open.
    private static void check(@Nullable NodeInfo node, String name, long... expected) {
        if (node == null || !(node.getInfo() instanceof TensorInfo tensor)) {
            throw new IllegalStateException("it has no tensor named " + name);
        }
        long[] actual = tensor.getShape();
        boolean fits = actual.length == expected.length && actual[0] == DYNAMIC;
        for (int i = 1; fits && i < expected.length; i++) {
            fits = actual[i] == DYNAMIC || actual[i] == expected[i];
        }
        if (!fits) {
            throw new IllegalStateException("%s has shape %s, not %s (-1 is a dimension left open)"
                    .formatted(name, Arrays.toString(actual), Arrays.toString(expected)));
        }
    }
}
