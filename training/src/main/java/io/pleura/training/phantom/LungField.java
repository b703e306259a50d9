package io.pleura.training.phantom;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lung inside one hemithorax, collapsed towards the hilum where there is a pneumothorax. What the cavity has and
/// the lung has not is free air: that difference is the mask, exact to the pixel.
final class LungField {

    private static final int BISECTIONS = 9;
    private static final int COARSE = 3;

    final Hemithorax cavity;
    /// Centimetres of cavity and of lung along each ray, row-major; 0 outside.
    final float[] cavityPath;

    final float[] lungPath;
    final boolean[] air;
    final int airPixels;

    /// Part of the lung that lies before or behind the free air, 0..1.
    private final double overlap;

    LungField(Hemithorax cavity, Grid grid) {
        this.cavity = cavity;
        cavityPath = paths(cavity, grid);
        lungPath = cavityPath;
        air = new boolean[grid.size()];
        airPixels = 0;
        overlap = 0;
    }

    private LungField(LungField healthy, Collapse collapse, Grid grid) {
        cavity = healthy.cavity;
        cavityPath = healthy.cavityPath;
        lungPath = cavityPath.clone();
        air = new boolean[grid.size()];
        overlap = collapse.lesion().overlap();
        int pixels = 0;
        for (int k = 0; k < air.length; k++) {
            if (cavityPath[k] > 0) {
                lungPath[k] = (float) collapsed(k, collapse, grid);
                air[k] = lungPath[k] <= 0;
                pixels += air[k] ? 1 : 0;
            }
        }
        airPixels = pixels;
    }

    /// @param extent 0..1
    private record Collapse(Finding finding, double extent, Lesion lesion) {}

    /// How a lesion's outline differs from that of others of its kind.
    record Lesion(double overlap, double breadth, Draws.Wave ripple) {}

    /// @param thickness centimetres of soft tissue
    /// @param gaps where the pleura is not met edge-on; null: nowhere
    record Line(double thickness, Draws.@Nullable Wave gaps) {

        static Line draw(PhantomRecipe.Chests chests, Draws lesion) {
            double thickness = lesion.uniform(chests.pick(0.3, 0.15), 0.9);
            return new Line(thickness, chests == PhantomRecipe.Chests.PLAIN ? null : lesion.wave(4, 0.35));
        }

        /// 0..1, by the angle at the hilum.
        private double part(double angle) {
            return gaps == null ? 1 : Math.clamp(0.7 + gaps.at(angle), 0, 1);
        }
    }

    /// The lung as the recipe says; itself where that leaves this side healthy.
    LungField collapsedAs(PhantomRecipe recipe, Draws lesion) {
        if (!recipe.positive() || !recipe.side().includes(cavity.direction)) {
            return this;
        }
        int sides = recipe.side() == PhantomRecipe.Side.BOTH ? 2 : 1;
        Grid grid = recipe.grid();
        int wanted = (int) Math.ceil(recipe.area() * grid.size() / sides);
        Draws.Wave ripple = lesion.wave(6, lesion.uniform(0.002, 0.03));
        // Small ones are short rather than thin: SIIM-ACR masks are 5 % of the image's edge thick at the median.
        double breadth = Math.clamp(lesion.uniform(0.5, 1.1) * Math.sqrt(recipe.area() / 0.01), 0.3, 1.1);
        return collapsedTo(recipe.finding(), wanted, new Lesion(recipe.overlap(), breadth, ripple), grid);
    }

    /// True where any of the lungs has left free air behind.
    static boolean[] air(List<LungField> lungs, Grid grid) {
        boolean[] air = new boolean[grid.size()];
        for (LungField lung : lungs) {
            for (int k = 0; k < air.length; k++) {
                air[k] |= lung.air[k];
            }
        }
        return air;
    }

    /// The lung collapsed so far that the free air covers the wanted number of pixels, or nearly so.
    private LungField collapsedTo(Finding finding, int wantedPixels, Lesion lesion, Grid grid) {
        double low = 0;
        double high = 1.6;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (airPixels(new Collapse(finding, middle, lesion), grid) < wantedPixels) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new LungField(this, new Collapse(finding, high, lesion), grid);
    }

    /// Estimated from every few rows and columns.
    private int airPixels(Collapse collapse, Grid grid) {
        int count = 0;
        for (int row = 0; row < grid.rows(); row += COARSE) {
            for (int column = 0; column < grid.columns(); column += COARSE) {
                int k = row * grid.columns() + column;
                count += cavityPath[k] > 0 && collapsed(k, collapse, grid) <= 0 ? 1 : 0;
            }
        }
        return count * COARSE * COARSE;
    }

    private double collapsed(int k, Collapse collapse, Grid grid) {
        double dx = grid.x(k % grid.columns()) - cavity.hilumX;
        double dy = grid.y(k / grid.columns()) - cavity.hilumY;
        double angle = Math.atan2(dy, cavity.direction * dx);
        Lesion lesion = collapse.lesion();
        double waviness = lesion.ripple().at(angle * 2);
        double kept = collapse.finding().kept(angle, collapse.extent(), waviness, lesion.breadth());
        if (kept > 0.999) {
            return cavityPath[k];
        }
        // Towards the midline the lung only sinks: it stays attached there.
        double sideways = cavity.direction * dx > 0 ? dx / kept : dx;
        double pulledIn = cavity.thickness(cavity.hilumX + sideways, cavity.hilumY + dy / kept);
        return Math.max(0, Math.min(cavityPath[k], pulledIn) * (0.8 + 0.2 * kept));
    }

    private static float[] paths(Hemithorax cavity, Grid grid) {
        float[] paths = new float[grid.size()];
        for (int row = 0; row < grid.rows(); row++) {
            double y = grid.y(row);
            for (int column = 0; column < grid.columns(); column++) {
                paths[row * grid.columns() + column] = (float) cavity.thickness(grid.x(column), y);
            }
        }
        return paths;
    }

    /// Takes the tissue out that lung and air displace. `density` is lung per water, one value a pixel.
    void carve(Tissue tissue, Lucency density) {
        for (int k = 0; k < cavityPath.length; k++) {
            if (cavityPath[k] > 0) {
                float left = tissue.soft[k] - (float) (cavityPath[k] - aerated(k) * density.at(k));
                tissue.displaced[k] = tissue.soft[k] - Math.max(0.6f, left);
                tissue.soft[k] -= tissue.displaced[k];
            }
        }
    }

    int cavityPixels() {
        int count = 0;
        for (float path : cavityPath) {
            count += path > 0 ? 1 : 0;
        }
        return count;
    }

    /// Centimetres of lung that a ray crosses, those before or behind free air included.
    double aerated(int k) {
        return air[k] ? overlap * cavityPath[k] : lungPath[k];
    }

    /// The visceral pleura seen edge-on: a thin line of soft tissue where lung meets free air.
    void pleuralLine(Tissue tissue, Line seen) {
        Grid grid = tissue.grid;
        float[] edge = new float[grid.size()];
        int columns = grid.columns();
        for (int row = 1; row < grid.rows() - 1; row++) {
            for (int k = row * columns + 1; k < (row + 1) * columns - 1; k++) {
                boolean touchesAir = air[k - 1] || air[k + 1] || air[k - columns] || air[k + columns];
                edge[k] = touchesAir && !air[k] && lungPath[k] > 0 ? 1 : 0;
            }
        }
        float[] line = Blur.of(edge, grid, Math.max(0.45, 0.035 / grid.spacing()));
        for (int k = 0; k < line.length; k++) {
            if (line[k] > 0) {
                double angle = Math.atan2(grid.y(k / columns) - cavity.hilumY, grid.x(k % columns) - cavity.hilumX);
                tissue.soft[k] += (float) (seen.thickness * line[k] * seen.part(angle));
            }
        }
    }
}
