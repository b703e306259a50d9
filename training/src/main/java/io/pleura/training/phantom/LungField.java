package io.pleura.training.phantom;

/// The lung inside one hemithorax, collapsed towards the hilum where there is a pneumothorax. What the cavity has and
/// the lung has not is free air: that difference is the mask, exact to the pixel.
final class LungField {

    final Hemithorax cavity;
    /// Centimetres of cavity and of lung along each ray, row-major; 0 outside.
    final float[] cavityPath;

    final float[] lungPath;
    final boolean[] air;
    final int airPixels;

    LungField(Hemithorax cavity, Grid grid) {
        this.cavity = cavity;
        cavityPath = paths(cavity, grid);
        lungPath = cavityPath;
        air = new boolean[grid.size()];
        airPixels = 0;
    }

    private LungField(LungField healthy, Finding finding, double collapse, Draws.Wave ripple, Grid grid) {
        cavity = healthy.cavity;
        cavityPath = healthy.cavityPath;
        lungPath = cavityPath.clone();
        air = new boolean[grid.size()];
        int pixels = 0;
        for (int k = 0; k < air.length; k++) {
            if (cavityPath[k] > 0) {
                lungPath[k] = (float) collapsed(k, finding, collapse, ripple, grid);
                air[k] = lungPath[k] <= 0;
                pixels += air[k] ? 1 : 0;
            }
        }
        airPixels = pixels;
    }

    LungField collapsedTo(Finding finding, double collapse, Draws.Wave ripple, Grid grid) {
        return new LungField(this, finding, collapse, ripple, grid);
    }

    private double collapsed(int k, Finding finding, double collapse, Draws.Wave ripple, Grid grid) {
        double dx = grid.x(k % grid.columns()) - cavity.hilumX;
        double dy = grid.y(k / grid.columns()) - cavity.hilumY;
        double angle = Math.atan2(dy, cavity.direction * dx);
        double kept = finding.kept(angle, collapse, ripple.at(angle * 2));
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

    /// Takes the tissue out that lung and air displace. `density` is lung per water.
    void carve(Tissue tissue, double density) {
        for (int k = 0; k < cavityPath.length; k++) {
            if (cavityPath[k] > 0) {
                float left = tissue.soft[k] - (float) (cavityPath[k] - lungPath[k] * density);
                tissue.soft[k] = Math.max(0.6f, left);
            }
        }
    }

    /// The visceral pleura seen edge-on: a thin line of soft tissue where lung meets free air.
    void pleuralLine(Tissue tissue, double thickness) {
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
            tissue.soft[k] += (float) (thickness * line[k]);
        }
    }
}
