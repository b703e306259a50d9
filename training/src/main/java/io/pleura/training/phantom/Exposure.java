package io.pleura.training.phantom;

/// From path lengths to the picture: attenuation, scatter, focal spot, quanta, detector noise, logarithm, the vendor's
/// sharpening and grey scale. Values 0..1, dense is bright.
///
/// Attenuation per centimetre at about 60-70 keV effective: NIST XCOM, water 0.19-0.21 and cortical bone 0.42-0.6.
final class Exposure {

    private static final double REFERENCE_PIXELS = 512.0 * 512;
    private static final int HISTOGRAM_BINS = 4096;

    private Exposure() {}

    static float[] of(Tissue tissue, Draws draws) {
        Grid grid = tissue.grid;
        float[] photons = transmitted(tissue, draws.uniform(0.18, 0.215), draws.uniform(0.42, 0.58));
        float[] scatter = Blur.of(photons, grid, 2.5 / grid.spacing());
        double scatterShare = draws.uniform(0.15, 0.6);
        for (int k = 0; k < photons.length; k++) {
            photons[k] += (float) (scatterShare * scatter[k]);
        }
        float[] sharp = Blur.of(photons, grid, Math.max(0.35, draws.uniform(0.012, 0.03) / grid.spacing()));
        float[] density = detect(sharp, grid, draws);
        flatten(density, grid, draws.uniform(0, 0.5));
        if (draws.chance(0.67)) {
            sharpen(density, grid, draws.uniform(0.4, 1.6));
        }
        return display(density, draws);
    }

    private static float[] transmitted(Tissue tissue, double perSoft, double perBone) {
        float[] photons = new float[tissue.soft.length];
        for (int k = 0; k < photons.length; k++) {
            double path = perSoft * Math.max(0, tissue.soft[k]) + perBone * Math.max(0, tissue.bone[k]);
            photons[k] = (float) Math.exp(-path);
        }
        return photons;
    }

    /// Optical density (negative logarithm) with Poisson-like noise and the heel effect from top to bottom.
    private static float[] detect(float[] photons, Grid grid, Draws draws) {
        double quanta = draws.logUniform(20000, 200000) * REFERENCE_PIXELS / grid.size();
        double heel = draws.uniform(-0.12, 0.12);
        float[] density = new float[photons.length];
        for (int k = 0; k < density.length; k++) {
            double position = (k / grid.columns()) / (double) grid.rows() - 0.5;
            double mean = photons[k] * quanta * (1 + heel * position);
            double counted = mean + Math.sqrt(mean + 4) * draws.gaussian();
            density[k] = (float) -Math.log(Math.max(1, counted) / quanta);
        }
        return density;
    }

    private static void sharpen(float[] image, Grid grid, double amount) {
        float[] smooth = Blur.of(image, grid, 0.5 / grid.spacing());
        for (int k = 0; k < image.length; k++) {
            image[k] += (float) (amount * (image[k] - smooth[k]));
        }
    }

    /// Dynamic range compression: takes a share of the coarse brightness out, so that lung and abdomen both show.
    private static void flatten(float[] image, Grid grid, double share) {
        float[] coarse = Blur.of(image, grid, 4 / grid.spacing());
        for (int k = 0; k < image.length; k++) {
            image[k] -= (float) (share * coarse[k]);
        }
    }

    private static float[] display(float[] density, Draws draws) {
        float smallest = Float.MAX_VALUE;
        float largest = -Float.MAX_VALUE;
        for (float value : density) {
            smallest = Math.min(smallest, value);
            largest = Math.max(largest, value);
        }
        float step = Math.max(1e-6f, (largest - smallest) / (HISTOGRAM_BINS - 1));
        int[] histogram = new int[HISTOGRAM_BINS];
        for (float value : density) {
            histogram[(int) ((value - smallest) / step)]++;
        }
        float low = smallest + step * quantile(histogram, density.length, draws.uniform(0.005, 0.03));
        float high = smallest + step * quantile(histogram, density.length, draws.uniform(0.97, 0.998));
        double gamma = draws.uniform(0.75, 1.3);
        float[] display = new float[density.length];
        for (int k = 0; k < display.length; k++) {
            double value = Math.clamp((density[k] - low) / (high - low), 0f, 1f);
            display[k] = (float) Math.pow(value, gamma);
        }
        return display;
    }

    private static int quantile(int[] histogram, int total, double part) {
        long wanted = Math.round(part * total);
        long seen = 0;
        for (int bin = 0; bin < histogram.length; bin++) {
            seen += histogram[bin];
            if (seen > wanted) {
                return bin;
            }
        }
        return histogram.length - 1;
    }
}
