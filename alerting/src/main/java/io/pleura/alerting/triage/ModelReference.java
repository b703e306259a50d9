package io.pleura.alerting.triage;

import io.pleura.schemas.ContentHash;

/// The model and the runtime that gave a score.
///
/// @param content SHA-256 of model.onnx
public record ModelReference(
        String name,
        String version,
        ContentHash content,
        String onnxRuntimeVersion,
        String executionProvider,
        String optimisationLevel) {}
