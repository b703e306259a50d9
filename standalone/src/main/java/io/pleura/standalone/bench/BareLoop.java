package io.pleura.standalone.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.frame.Letterbox;
import io.pleura.imaging.frame.ModelInput;
import io.pleura.imaging.frame.Normalisation;
import io.pleura.imaging.frame.Radiographs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The yardstick: ONNX Runtime in a bare loop, one image after the other, over images that are decoded already. Nothing
/// around it: no Kafka, no blob store, no network. Run alone, in a JVM of its own.
///
/// Arguments: model folder, folder of DICOM files, threads of a model run. Prints `scores/s` and, for one image from
/// its file to its map, milliseconds.
public final class BareLoop {

    private static final int WARM_UP = 20;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final int size;
    private final Normalisation normalisation;

    private BareLoop(Path model, int threads) throws IOException, OrtException {
        JsonNode input = new ObjectMapper()
                .readTree(model.resolve("model.json").toFile())
                .path("input");
        JsonNode normalise = input.path("normalisation");
        size = input.path("size").intValue();
        normalisation = new Normalisation(
                normalise.path("lowPercentile").doubleValue(),
                normalise.path("highPercentile").doubleValue(),
                normalise.path("mean").floatValue(),
                normalise.path("std").floatValue());
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.setInterOpNumThreads(1);
        options.setIntraOpNumThreads(threads);
        session = environment.createSession(model.resolve("model.onnx").toString(), options);
    }

    public static void main(String[] arguments) throws Exception {
        BareLoop loop = new BareLoop(Path.of(arguments[0]), Integer.parseInt(arguments[2]));
        List<Path> files;
        try (Stream<Path> entries = Files.list(Path.of(arguments[1]))) {
            files = entries.sorted().toList();
        }
        List<FloatBuffer> inputs = new ArrayList<>();
        for (Path file : files) {
            inputs.add(loop.input(file));
        }
        for (int i = 0; i < WARM_UP; i++) {
            loop.run(inputs.get(i % inputs.size()));
        }
        System.out.printf(Locale.ROOT, "%.3f %.3f%n", loop.scoresPerSecond(inputs), loop.medianMillis(files));
    }

    private double scoresPerSecond(List<FloatBuffer> inputs) throws OrtException {
        long start = System.nanoTime();
        for (FloatBuffer input : inputs) {
            run(input);
        }
        return inputs.size() * 1e9 / (System.nanoTime() - start);
    }

    private double medianMillis(List<Path> files) throws Exception {
        List<Long> nanos = new ArrayList<>();
        for (Path file : files) {
            long start = System.nanoTime();
            run(input(file));
            nanos.add(System.nanoTime() - start);
        }
        return nanos.stream().sorted().toList().get(nanos.size() / 2) / 1e6;
    }

    private FloatBuffer input(Path file) throws IOException, DicomException {
        var frame = Radiographs.decode(Files.readAllBytes(file)).frame();
        FloatBuffer input = ByteBuffer.allocateDirect(size * size * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        ModelInput.fill(frame, Letterbox.fit(frame.rows(), frame.columns(), size), normalisation, input);
        return input.flip();
    }

    /// @param input [1, 1, size, size]
    private void run(FloatBuffer input) throws OrtException {
        long[] shape = {1, 1, size, size};
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, input, shape);
                OrtSession.Result result = session.run(Map.of("input", tensor), Set.of("logits"))) {
            if (result.size() != 1) {
                throw new IllegalStateException("the model has no logits");
            }
        }
    }
}
