package io.pleura.inference.lanes;

/// How a record may be taken.
public enum Handling {
    /// Like any other.
    WITH_OTHERS,
    /// In a batch of its own.
    ALONE,
    /// Not yet, nor what is behind it in its partition.
    LATER
}
