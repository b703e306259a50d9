package io.pleura.training.export;

/// How the range of an activation follows from the values it took on the calibration images. The export tries all and
/// keeps the one that harms the validation images least.
enum RangeRule {
    /// Everything seen; rare large values make the steps coarse.
    EXTREMES {
        @Override
        Range of(ActivationHistogram histogram) {
            return histogram.extremes();
        }
    },
    /// All but one value in ten thousand at each end.
    PERCENTILE {
        @Override
        Range of(ActivationHistogram histogram) {
            return histogram.withoutTails(1e-4);
        }
    },
    /// Least mean squared error of rounding and saturation.
    LEAST_SQUARES {
        @Override
        Range of(ActivationHistogram histogram) {
            return histogram.leastSquares();
        }
    };

    abstract Range of(ActivationHistogram histogram);
}
