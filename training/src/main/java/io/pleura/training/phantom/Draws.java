package io.pleura.training.phantom;

import java.util.SplittableRandom;

/// One stream of random draws of a phantom. Every part of a phantom (anatomy, lesion, distractors, exposure) has a
/// stream of its own that depends on the seed alone, so that nothing but the lesion can differ between a phantom
/// with and one without pneumothorax: distractors cannot give the label away, by construction.
final class Draws {

    enum Part {
        RECIPE,
        ANATOMY,
        LESION,
        COLLAPSE,
        DISTRACTORS,
        EXPOSURE,
        HEADER,
        IDENTITY,
        OPACITIES,
        ANNOTATIONS,
        FIT,
        ENLARGEMENT,
        LUCENCY,
        ABDOMEN
    }

    private final SplittableRandom random;

    Draws(long seed, Part part) {
        random = new SplittableRandom(scrambled(scrambled(seed) + part.ordinal()));
    }

    /// SplittableRandom walks by a fixed step, so that neighbouring seeds would share draws: scramble them first
    /// (the finalizer of MurmurHash3).
    private static long scrambled(long seed) {
        long mixed = (seed ^ (seed >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    double uniform(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /// Between `low` and `high`, every octave equally likely.
    double logUniform(double low, double high) {
        return Math.exp(uniform(Math.log(low), Math.log(high)));
    }

    double gaussian() {
        return random.nextGaussian();
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /// -1 for the image's left (the patient's right), +1 for the image's right.
    int side() {
        return random.nextBoolean() ? 1 : -1;
    }

    /// A smooth periodic outline: harmonics with falling amplitude.
    Wave wave(int harmonics, double amplitude) {
        double[] amplitudes = new double[harmonics];
        double[] phases = new double[harmonics];
        for (int i = 0; i < harmonics; i++) {
            amplitudes[i] = gaussian() * amplitude / (i + 1);
            phases[i] = uniform(0, 2 * Math.PI);
        }
        return new Wave(amplitudes, phases);
    }

    /// Sum of sines; `at(t)` has the period 2 pi.
    static final class Wave {
        private final double[] amplitudes;
        private final double[] phases;

        private Wave(double[] amplitudes, double[] phases) {
            this.amplitudes = amplitudes;
            this.phases = phases;
        }

        double at(double t) {
            double sum = 0;
            for (int i = 0; i < amplitudes.length; i++) {
                sum += amplitudes[i] * Math.sin((i + 1) * t + phases[i]);
            }
            return sum;
        }
    }
}
