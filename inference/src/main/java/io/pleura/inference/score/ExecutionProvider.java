package io.pleura.inference.score;

/// Where ONNX Runtime computes. The batch size belongs to it: a CPU gains nothing from batches.
public enum ExecutionProvider {
    CPU(1),
    CUDA(16);

    private final int batchSize;

    ExecutionProvider(int batchSize) {
        this.batchSize = batchSize;
    }

    public int batchSize() {
        return batchSize;
    }
}
