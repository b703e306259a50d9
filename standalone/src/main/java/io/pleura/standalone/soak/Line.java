package io.pleura.standalone.soak;

/// What the line between a sender and the receiver is like.
public enum Line {
    GOOD,

    /// 2 KiB at a time, with a rest after each: an old modality behind a bad network.
    SLOW,

    /// Breaks in the middle of an object, without a goodbye.
    CUT;

    /// One third of the senders each.
    static Line of(int sender) {
        return values()[sender % values().length];
    }
}
