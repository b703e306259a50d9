package io.pleura.inference.score;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.util.Arrays;
import java.util.Optional;

/// ONNX Runtime's graph optimisation. Part of every score's record, because output bits depend on it.
public enum OptimisationLevel {
    NONE(OptLevel.NO_OPT),
    BASIC(OptLevel.BASIC_OPT),
    EXTENDED(OptLevel.EXTENDED_OPT),
    ALL(OptLevel.ALL_OPT);

    private final OptLevel onnxRuntimeLevel;

    OptimisationLevel(OptLevel onnxRuntimeLevel) {
        this.onnxRuntimeLevel = onnxRuntimeLevel;
    }

    static Optional<OptimisationLevel> named(String name) {
        return Arrays.stream(values())
                .filter(level -> level.name().equals(name))
                .findFirst();
    }

    OptLevel onnxRuntimeLevel() {
        return onnxRuntimeLevel;
    }
}
