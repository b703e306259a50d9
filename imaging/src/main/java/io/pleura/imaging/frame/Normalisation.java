package io.pleura.imaging.frame;

/// How display values become the model's input: a stretch between two percentiles of the image, then mean and standard
/// deviation. A property of the model (`model.json`), not of a site.
///
/// @param lowPercentile fraction of the image's input pixels that become 0
/// @param highPercentile fraction that stays below 1
public record Normalisation(double lowPercentile, double highPercentile, float mean, float std) {

    public static final Normalisation DEFAULT = new Normalisation(0.005, 0.995, 0.5f, 0.25f);

    public Normalisation {
        if (!(0 <= lowPercentile && lowPercentile < highPercentile && highPercentile <= 1)) {
            throw new IllegalArgumentException("percentiles are fractions, the low one first");
        }
        if (!(std > 0) || !Float.isFinite(std) || !Float.isFinite(mean)) {
            throw new IllegalArgumentException("mean is finite and std positive");
        }
    }

    /// The model's input for a value stretched to 0..1.
    float normalise(float stretched) {
        return (stretched - mean) / std;
    }
}
