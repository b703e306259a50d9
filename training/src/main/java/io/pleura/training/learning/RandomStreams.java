package io.pleura.training.learning;

import java.util.SplittableRandom;

/// Independent random streams by number, so that every draw of a run follows from its seed and its place in the run
/// alone: not from what was drawn before, nor from the thread that draws.
final class RandomStreams {

    static final int ORDER = 1;
    static final int AUGMENTATION = 2;

    private RandomStreams() {}

    static long seed(long seed, long... place) {
        long mixed = new SplittableRandom(seed).nextLong();
        for (long number : place) {
            mixed = new SplittableRandom(mixed ^ number).nextLong();
        }
        return mixed;
    }
}
