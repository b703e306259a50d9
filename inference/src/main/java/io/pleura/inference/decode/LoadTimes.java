package io.pleura.inference.decode;

/// How long one image took, without waiting for its turn.
public record LoadTimes(long fetchMicros, long decodeMicros, long preprocessMicros) {}
