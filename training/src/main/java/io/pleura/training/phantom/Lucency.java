package io.pleura.training.phantom;

/// The density of one lung. In varied chests it is nowhere the same: lighter where it is stretched or sick, at the
/// edge, at a base, on one side. Drawn without knowledge of the label, so that a dark place alone tells of no free air.
@FunctionalInterface
interface Lucency {

    double LEAST = 0.06;
    double MOST = 0.5;

    /// Lung per water along the ray of pixel `k` of that lung.
    double at(int k);

    /// @param mean lung per water
    static Lucency draw(PhantomRecipe.Chests chests, LungField lung, Grid grid, double mean, Draws draws) {
        if (chests == PhantomRecipe.Chests.PLAIN) {
            return k -> mean;
        }
        Hemithorax cavity = lung.cavity;
        double side = draws.chance(0.3) ? draws.uniform(0.55, 1) : 1;
        double downwards = draws.gaussian() * 0.2;
        double outwards = draws.gaussian() * 0.2 - 0.1;
        Draws.Wave across = draws.wave(4, 0.12);
        Draws.Wave down = draws.wave(4, 0.12);
        float[] density = new float[grid.size()];
        for (int k = 0; k < density.length; k++) {
            if (lung.cavityPath[k] > 0) {
                double x = cavity.direction * (grid.x(k % grid.columns()) - cavity.hilumX) / cavity.width;
                double y = (grid.y(k / grid.columns()) - cavity.hilumY) / (cavity.base - cavity.top);
                double change = 2 * downwards * y + outwards * (2 * x - 1) + across.at(4 * x) + down.at(4 * y);
                density[k] = (float) Math.clamp(mean * side * Math.exp(change), LEAST, MOST);
            }
        }
        return k -> density[k];
    }
}
