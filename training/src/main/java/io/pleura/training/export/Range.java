package io.pleura.training.export;

/// The values of an activation that 8 bits are spent on; what lies outside saturates. Zero is always inside and always
/// exact, since zero padding and rectifiers rest on it.
record Range(float low, float high) {

    private static final int STEPS = 255;
    private static final float SMALLEST_SCALE = 1e-8f;

    Range {
        if (!(Float.isFinite(low) && Float.isFinite(high) && low <= high)) {
            throw new IllegalArgumentException("no range of an activation: %s to %s".formatted(low, high));
        }
        low = Math.min(low, 0);
        high = Math.max(high, 0);
    }

    /// What one of the 255 steps is worth.
    float scale() {
        return Math.max(SMALLEST_SCALE, (high - low) / STEPS);
    }

    /// The unsigned byte that stands for zero.
    int zeroPoint() {
        return Math.clamp(Math.round(-low / scale()), 0, STEPS);
    }
}
