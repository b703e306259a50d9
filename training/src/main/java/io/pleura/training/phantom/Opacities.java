package io.pleura.training.phantom;

import java.util.List;

/// What makes a lung whiter than air: oedema, patches, effusions, collapsed bases. Sick patients have pneumothoraces,
/// so that a network which only knows clear lungs is lost on real radiographs. Drawn without knowledge of the label.
final class Opacities {

    private final Tissue tissue;
    private final Draws draws;
    /// How much of the lung's air is replaced by fluid, 0..1 a pixel.
    private final float[] filled;

    private Opacities(Tissue tissue, Draws draws) {
        this.tissue = tissue;
        this.draws = draws;
        filled = new float[tissue.grid.size()];
    }

    static void add(Tissue tissue, List<LungField> lungs, double density, PhantomRecipe recipe) {
        Draws draws = new Draws(recipe.seed(), Draws.Part.OPACITIES);
        Opacities opacities = new Opacities(tissue, draws);
        boolean sick = draws.chance(recipe.view().inBed() ? 0.75 : 0.35);
        double haze = draws.uniform(0, sick ? 0.35 : 0.12);
        double cloud = draws.uniform(0, sick ? 0.45 : 0.1);
        opacities.clouds(haze, cloud, draws.uniform(0.8, 3));
        for (LungField lung : lungs) {
            if (draws.chance(sick ? 0.45 : 0.08)) {
                opacities.effusion(lung);
            }
            for (int i = draws.below(sick ? 4 : 2); i > 0; i--) {
                opacities.patch(lung);
            }
        }
        opacities.fill(lungs, density);
    }

    /// Uneven haze over both lungs: band-limited noise of the size of lobules to lobes.
    private void clouds(double haze, double amplitude, double sizeCentimetres) {
        float[] noise = new float[filled.length];
        for (int k = 0; k < noise.length; k++) {
            noise[k] = (float) draws.gaussian();
        }
        double sigma = sizeCentimetres / tissue.grid.spacing();
        float[] smooth = Blur.of(noise, tissue.grid, sigma);
        double scale = 2 * Math.sqrt(Math.PI) * sigma; // the blur leaves 1 / scale of the deviation
        for (int k = 0; k < filled.length; k++) {
            filled[k] = (float) Math.max(0, haze + 0.5 * amplitude * scale * smooth[k]);
        }
    }

    /// Fluid over the diaphragm that climbs towards the side, or a collapsed base.
    private void effusion(LungField lung) {
        Hemithorax cavity = lung.cavity;
        double level = cavity.base - draws.uniform(-1, 7);
        double climb = draws.uniform(0, 0.5);
        double softness = draws.uniform(0.4, 3);
        double most = draws.uniform(0.4, 1);
        Grid grid = tissue.grid;
        for (int k = 0; k < filled.length; k++) {
            if (lung.cavityPath[k] > 0) {
                double lateral = Math.abs(grid.x(k % grid.columns()) - cavity.hilumX);
                double below = grid.y(k / grid.columns()) - (level - climb * lateral);
                filled[k] += (float) (most / (1 + Math.exp(-below / softness)));
            }
        }
    }

    private void patch(LungField lung) {
        Hemithorax cavity = lung.cavity;
        double x = cavity.hilumX + cavity.direction * draws.uniform(-1, 8);
        double y = cavity.top + draws.uniform(0.1, 1) * (cavity.base - cavity.top);
        double width = draws.logUniform(0.5, 4);
        double height = width * draws.uniform(0.5, 1.6);
        double most = draws.uniform(0.1, 0.7);
        Grid grid = tissue.grid;
        for (int row = grid.row(y - 3 * height); row <= grid.row(y + 3 * height); row++) {
            double b = (grid.y(row) - y) / height;
            for (int column = grid.column(x - 3 * width); column <= grid.column(x + 3 * width); column++) {
                double a = (grid.x(column) - x) / width;
                filled[row * grid.columns() + column] += (float) (most * Math.exp(-a * a - b * b));
            }
        }
    }

    private void fill(List<LungField> lungs, double density) {
        for (LungField lung : lungs) {
            for (int k = 0; k < filled.length; k++) {
                if (lung.cavityPath[k] > 0) {
                    float fluid = (float) (lung.aerated(k) * (1 - density) * Math.min(0.95, filled[k]));
                    tissue.soft[k] += fluid;
                    tissue.displaced[k] = Math.max(0, tissue.displaced[k] - fluid);
                }
            }
        }
    }
}
