package io.pleura.inference.score;

/// The model and the runtime behind a score: enough to compute the same bits again.
public record ModelIdentity(
        String name,
        String version,
        String sha256,
        String onnxRuntimeVersion,
        ExecutionProvider provider,
        OptimisationLevel optimisationLevel) {}
