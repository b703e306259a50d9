package io.pleura.training.phantom;

/// From path lengths to the picture: attenuation, scatter, focal spot, quanta, detector noise, logarithm, the vendor's
/// sharpening and grey scale. Values 0..1, dense is bright.
///
/// Attenuation per centimetre at about 60-70 keV effective: NIST XCOM, water 0.19-0.21 and cortical bone 0.42-0.6.
final class Exposure {

    private static final double REFERENCE_PIXELS = 512.0 * 512;

    private Exposure() {}

    static float[] of(Tissue tissue, PhantomRecipe.Chests chests, Draws draws) {
        Grid grid = tissue.grid;
        float[] photons = transmitted(tissue, draws.uniform(0.18, 0.215), draws.uniform(0.42, 0.58));
        float[] scatter = Blur.of(photons, grid, 2.5 / grid.spacing());
        double scatterShare = draws.uniform(0.15, 1.2);
        for (int k = 0; k < photons.length; k++) {
            photons[k] += (float) (scatterShare * scatter[k]);
        }
        float[] sharp = Blur.of(photons, grid, Math.max(0.35, draws.uniform(0.012, 0.06) / grid.spacing()));
        float[] density = detect(sharp, grid, draws);
        flatten(density, grid, draws.uniform(0, 0.55));
        if (draws.chance(0.67)) {
            sharpen(density, grid, draws.uniform(0.4, 1.6));
        }
        return Tone.display(density, tissue, chests, draws);
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
        double quanta = draws.logUniform(40000, 300000) * REFERENCE_PIXELS / grid.size();
        double heel = draws.uniform(-0.15, 0.15);
        double aslant = draws.gaussian() * 0.12; // grid or patient not square to the beam: one lung darker
        float[] density = new float[photons.length];
        for (int k = 0; k < density.length; k++) {
            double position = (k / grid.columns()) / (double) grid.rows() - 0.5;
            double across = (k % grid.columns()) / (double) grid.columns() - 0.5;
            double mean = photons[k] * quanta * (1 + heel * position) * Math.exp(aslant * across);
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
}
