package io.pleura.inference.score;

/// How ONNX Runtime is to run.
///
/// @param cudaDevice index of the GPU; only read with CUDA
/// @param intraOpThreads threads within one operator, for CPU
/// @param batchSize largest batch, which sizes the buffers
public record RuntimeSettings(
        ExecutionProvider provider,
        int cudaDevice,
        int intraOpThreads,
        OptimisationLevel optimisationLevel,
        int batchSize) {

    public RuntimeSettings {
        if (intraOpThreads < 1 || batchSize < 1) {
            throw new IllegalArgumentException("threads and batch size are at least 1");
        }
    }

    RuntimeSettings at(OptimisationLevel level) {
        return new RuntimeSettings(provider, cudaDevice, intraOpThreads, level, batchSize);
    }
}
