package io.pleura.training.phantom;

/// What surrounds the chest: trunk, neck, shoulders, arms and breasts, all soft tissue but the bones of the arm.
final class Body {

    private static final double NECK_ABOVE_APEX = 3;

    private final Anatomy anatomy;
    private final Draws draws;
    private final double shoulderHalfWidth;
    private final double shoulderBelowApex;
    private final double neckHalfWidth;

    private Body(Anatomy anatomy, Draws draws) {
        this.anatomy = anatomy;
        this.draws = draws;
        shoulderHalfWidth = anatomy.bodyHalfWidth() + draws.uniform(1.5, 4.5);
        shoulderBelowApex = draws.uniform(-1, 3);
        neckHalfWidth = draws.uniform(4.5, 7);
    }

    static void add(Tissue tissue, Anatomy anatomy, PhantomRecipe.Chests chests, Draws draws) {
        Body body = new Body(anatomy, draws);
        body.trunk(tissue);
        body.shoulderGirdle(tissue);
        for (int direction = -1; direction <= 1; direction += 2) {
            body.arm(tissue, direction);
        }
        if (draws.chance(0.55)) {
            body.breasts(tissue);
        }
        if (chests == PhantomRecipe.Chests.VARIED && draws.chance(0.25)) {
            body.head(tissue);
        }
    }

    /// Skull and jaw, where the field reaches above the neck: the air beside them is no lung.
    private void head(Tissue tissue) {
        double x = anatomy.midline() + draws.gaussian() * 2.5;
        double chin = anatomy.apex() - draws.uniform(2, 6);
        double halfWidth = draws.uniform(6, 8.5);
        double halfHeight = draws.uniform(8, 11);
        double depth = draws.uniform(10, 16);
        double bone = draws.uniform(0.5, 1.5);
        Grid grid = tissue.grid;
        for (int k = 0; k < tissue.soft.length; k++) {
            double a = (grid.x(k % grid.columns()) - x) / halfWidth;
            double b = (grid.y(k / grid.columns()) - chin + halfHeight) / halfHeight;
            double height = Anatomy.dome(a * a + b * b);
            tissue.soft[k] = Math.max(tissue.soft[k], (float) (depth * height));
            tissue.bone[k] += (float) (bone * Math.min(1, 2 * height));
        }
    }

    private void trunk(Tissue tissue) {
        Grid grid = tissue.grid;
        Draws.Wave outline = draws.wave(4, 0.3);
        double belly = draws.uniform(0, 0.03);
        for (int row = 0; row < grid.rows(); row++) {
            double y = grid.y(row) - anatomy.apex();
            double halfWidth = halfWidth(y) + outline.at(y / 6);
            double taper = y < 2 ? Math.max(0.45, 0.72 + 0.14 * Math.max(-2, y)) : 1 + belly * (y - 2);
            double halfDepth = (anatomy.bodyHalfDepth() + anatomy.fat()) * Math.min(1.5, taper);
            for (int column = 0; column < grid.columns(); column++) {
                double q = (grid.x(column) - anatomy.midline()) / halfWidth;
                if (q * q < 1) {
                    tissue.soft[row * grid.columns() + column] = (float) (2 * halfDepth * Math.sqrt(1 - q * q));
                }
            }
        }
    }

    /// Half the width of the trunk `y` centimetres below the lungs' apex: neck, slope of the shoulders, chest.
    private double halfWidth(double y) {
        double chest = anatomy.bodyHalfWidth() + anatomy.fat();
        if (y < -NECK_ABOVE_APEX) {
            return neckHalfWidth;
        }
        if (y < shoulderBelowApex) {
            double t = (y + NECK_ABOVE_APEX) / (shoulderBelowApex + NECK_ABOVE_APEX);
            return neckHalfWidth + (shoulderHalfWidth - neckHalfWidth) * Math.pow(t, 0.6);
        }
        double below = Math.clamp((y - shoulderBelowApex) / 7, 0, 1);
        return shoulderHalfWidth + (chest - shoulderHalfWidth) * below;
    }

    /// The muscles over the apices, which make them the brightest part of the lungs.
    private void shoulderGirdle(Tissue tissue) {
        Grid grid = tissue.grid;
        double thick = draws.uniform(1, 7);
        double down = draws.uniform(5, 11);
        double away = draws.uniform(8, 13);
        double wide = draws.uniform(6, 10);
        for (int k = 0; k < tissue.soft.length; k++) {
            double y = grid.y(k / grid.columns()) - anatomy.apex() - shoulderBelowApex;
            double x = Math.abs(grid.x(k % grid.columns()) - anatomy.midline()) - away;
            double height = Anatomy.dome(x * x / (wide * wide) + y * y / (down * down));
            tissue.soft[k] += tissue.soft[k] > 0 ? (float) (thick * height) : 0;
        }
    }

    private void arm(Tissue tissue, int direction) {
        double spread = draws.uniform(0.5, 9);
        double x = anatomy.midline() + direction * (shoulderHalfWidth - 1);
        double y = anatomy.apex() + shoulderBelowApex + 2.5;
        double length = draws.uniform(20, 30);
        double[] xs = {x, x + direction * spread};
        double[] ys = {y, y + length};
        double radius = draws.uniform(3.5, 5);
        tissue.add(tissue.soft, new Stroke(xs, ys, new double[] {radius, radius * 0.85}, 0), 0.7);
        double bone = draws.uniform(0.9, 1.3);
        tissue.add(tissue.bone, new Stroke(xs, ys, new double[] {bone * 1.7, bone}, 0.3), 0.8);
    }

    private void breasts(Tissue tissue) {
        Grid grid = tissue.grid;
        double depth = draws.uniform(1, 5);
        double halfWidth = draws.uniform(4.5, 7.5);
        double halfHeight = draws.uniform(3.5, 6.5);
        double y = anatomy.apex() + draws.uniform(13, 19);
        double away = draws.uniform(7, 10);
        boolean both = draws.chance(0.93);
        for (int k = 0; k < tissue.soft.length; k++) {
            double offset = grid.x(k % grid.columns()) - anatomy.midline();
            if (!both && offset > 0) {
                continue;
            }
            double a = (Math.abs(offset) - away) / halfWidth;
            double b = (grid.y(k / grid.columns()) - y) / halfHeight;
            // Heavier below than above.
            double height = Anatomy.dome(a * a + (b < 0 ? 0.5 * b * b : b * b));
            tissue.soft[k] += (float) (depth * height);
        }
    }
}
