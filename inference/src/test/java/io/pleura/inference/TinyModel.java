package io.pleura.inference;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.pleura.inference.score.ExecutionProvider;
import io.pleura.inference.score.ModelException;
import io.pleura.inference.score.ModelShelf;
import io.pleura.inference.score.OptimisationLevel;
import io.pleura.inference.score.Precision;
import io.pleura.inference.score.RuntimeSettings;
import io.pleura.schemas.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// A model folder for tests: one convolution that makes the mean of every 4 x 4 input pixels a logit, so that
/// bright areas are positive. Input 32 x 32, map 8 x 8.
public final class TinyModel {

    public static final int INPUT_SIZE = 32;
    public static final int MAP_SIDE = 8;
    public static final int MINIMUM_NODES = 2;

    private static final int CELL = INPUT_SIZE / MAP_SIDE;

    private TinyModel() {}

    /// @param gain logit of an input whose pixels are all 1; another gain is another model
    /// @return the SHA-256 of model.onnx
    public static String write(Path folder, float gain) throws IOException {
        return write(folder, onnx(gain, INPUT_SIZE));
    }

    /// A model in which ONNX Runtime fails where an image is bright: it scores flat images, and none with a square.
    public static void writeFailingOnLight(Path folder) throws IOException {
        NodeProto index = NodeProto.newBuilder()
                .setOpType("Cast")
                .addInput("means")
                .addOutput("index")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("to")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(TensorProto.DataType.INT64.getNumber()))
                .build();
        NodeProto gather = NodeProto.newBuilder()
                .setOpType("Gather")
                .addInput("table")
                .addInput("index")
                .addOutput("logits")
                .build();
        GraphProto failing = GraphProto.newBuilder()
                .addInitializer(tensor("table", new float[] {-1, -1}, 2))
                .addNode(index)
                .addNode(gather)
                .build();
        write(folder, onnx(1, INPUT_SIZE, "means", failing));
    }

    private static String write(Path folder, byte[] onnx) throws IOException {
        Files.createDirectories(folder);
        String sha256 = ContentHash.of(onnx).value();
        Files.write(folder.resolve("model.onnx"), onnx);
        Files.writeString(folder.resolve("model.json"), json(sha256));
        return sha256;
    }

    /// A model of such a folder, on one thread of the CPU, for scores and for replays.
    static ModelShelf open(Path folder) throws ModelException {
        return ModelShelf.open(
                folder,
                Precision.FP32,
                List.of(folder),
                new RuntimeSettings(ExecutionProvider.CPU, 0, 1, OptimisationLevel.ALL, 1));
    }

    /// A folder that has an int8 file too; here that is just another tiny model.
    ///
    /// @return the SHA-256 of the int8 file
    public static String writeWithInt8(Path folder, float gain, float int8Gain) throws IOException {
        String fp32 = write(folder, gain);
        byte[] onnx = onnx(int8Gain, INPUT_SIZE);
        String sha256 = ContentHash.of(onnx).value();
        Files.write(folder.resolve("model.int8.onnx"), onnx);
        String int8 = """
                {"int8": {"file": "model.int8.onnx", "sha256": "%s", "aucLoss": 0.0001},""".formatted(sha256);
        Files.writeString(folder.resolve("model.json"), json(fp32).replaceFirst("\\{", int8));
        return sha256;
    }

    public static String json(String sha256) {
        return """
                {"name": "TinyModel", "version": "1", "sha256": "%s",
                 "input": {"size": %d, "normalisation":
                    {"lowPercentile": 0.005, "highPercentile": 0.995, "mean": 0.5, "std": 0.25}},
                 "map": {"rows": %d, "columns": %d, "minimumNodes": %d},
                 "calibration": {"kind": "platt", "a": 1.0, "b": 0.0},
                 "operatingPoints": {
                    "highSensitivity": {"threshold": 0.2, "sensitivity": 0.99, "specificity": 0.5},
                    "balanced": {"threshold": 0.5, "sensitivity": 0.9, "specificity": 0.9},
                    "highSpecificity": {"threshold": 0.9, "sensitivity": 0.5, "specificity": 0.99}},
                 "defaultOperatingPoint": "balanced", "trainedOn": "nothing"}
                """.formatted(sha256, INPUT_SIZE, MAP_SIDE, MAP_SIDE, MINIMUM_NODES);
    }

    /// @param inputSize what the graph declares, so that tests can make it differ from model.json
    public static byte[] onnx(float gain, int inputSize) {
        return onnx(gain, inputSize, "logits", GraphProto.getDefaultInstance());
    }

    /// @param means what the means are called
    /// @param more what makes logits of them, where they are none
    private static byte[] onnx(float gain, int inputSize, String means, GraphProto more) {
        float[] kernel = new float[CELL * CELL];
        Arrays.fill(kernel, gain / kernel.length);
        GraphProto graph = GraphProto.newBuilder()
                .setName("tiny")
                .addInput(value("input", inputSize))
                .addInitializer(tensor("kernel", kernel, 1, 1, CELL, CELL))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Conv")
                        .addInput("input")
                        .addInput("kernel")
                        .addOutput(means)
                        .addAttribute(integers("kernel_shape", CELL, CELL))
                        .addAttribute(integers("strides", CELL, CELL)))
                .mergeFrom(more)
                .addNode(NodeProto.newBuilder()
                        .setOpType("Sigmoid")
                        .addInput("logits")
                        .addOutput("map"))
                .addOutput(value("logits", inputSize / CELL))
                .addOutput(value("map", inputSize / CELL))
                .build();
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    /// [N, 1, side, side]
    private static ValueInfoProto value(String name, int side) {
        TensorShapeProto shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(1))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(side))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(side))
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }

    private static TensorProto tensor(String name, float[] values, long... dimensions) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .setRawData(ByteString.copyFrom(bytes));
        Arrays.stream(dimensions).forEach(tensor::addDims);
        return tensor.build();
    }

    private static AttributeProto integers(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        Arrays.stream(values).forEach(attribute::addInts);
        return attribute.build();
    }
}
