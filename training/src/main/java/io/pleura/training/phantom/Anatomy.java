package io.pleura.training.phantom;

/// The measures of one phantom's chest in centimetres, drawn once. Index 0 is the image's left (the patient's right).
record Anatomy(
        double midline,
        double rotation,
        double bodyHalfWidth,
        double bodyHalfDepth,
        double fat,
        double apex,
        double[] dome,
        double[] lungWidth,
        double[] mediastinum,
        Heart heart,
        double lungDensity) {

    record Heart(double x, double y, double halfWidth, double halfHeight, double tilt) {}

    static Anatomy draw(Draws draws, PhantomRecipe recipe) {
        Grid grid = recipe.grid();
        // An AP picture of a lying patient: larger heart, higher diaphragm.
        boolean lying = recipe.view() == PhantomRecipe.View.AP;
        double midline = grid.width() / 2 + draws.gaussian() * 0.5;
        double rotation = draws.gaussian() * 0.8;
        double width = draws.uniform(14.0, 16.8);
        double depth = draws.uniform(9, 12.5);
        double fat = draws.uniform(0.4, 2.2);
        double top = Math.max(0, (grid.height() - 38) / 2) + draws.uniform(-0.5, 0.5);
        double apex = top + draws.uniform(3.5, 5.5);
        double length = Math.min(draws.uniform(21.5, 25.5) - (lying ? 1.5 : 0), grid.height() - apex - 3);
        double right = apex + length;
        double[] dome = {right, right + draws.uniform(0.2, 1.8)};
        double scale = width / 16.5;
        double[] lungWidth = {
            draws.uniform(12.2, 14.2) * scale + rotation * 0.3, draws.uniform(12.2, 14.2) * scale - rotation * 0.3
        };
        double[] mediastinum = {draws.uniform(2.4, 3.4), draws.uniform(2.6, 3.8)};
        double heartSize = lying ? 1.12 : 1;
        Heart heart = new Heart(
                midline + draws.uniform(1.8, 3.0),
                dome[1] - draws.uniform(4.0, 6.0),
                draws.uniform(5.0, 7.0) * heartSize,
                draws.uniform(4.0, 5.4) * heartSize,
                draws.uniform(0.3, 0.7));
        double density = draws.uniform(0.20, 0.33);
        return new Anatomy(midline, rotation, width, depth, fat, apex, dome, lungWidth, mediastinum, heart, density);
    }

    /// Fills the whole outline of the body with soft tissue.
    void body(Tissue tissue, Draws draws) {
        Grid grid = tissue.grid;
        Draws.Wave outline = draws.wave(4, 0.25);
        for (int row = 0; row < grid.rows(); row++) {
            double y = grid.y(row) - apex + 5;
            double shoulder = y < 8 ? 0.55 + 0.45 * Math.sqrt(Math.max(0, y / 8)) : 1;
            double halfWidth = (bodyHalfWidth + fat) * shoulder + outline.at(y / 6);
            double taper = y < 7 ? 0.72 + 0.28 * Math.max(0, y) / 7 : 1 + 0.012 * (y - 7);
            double halfDepth = (bodyHalfDepth + fat) * taper;
            for (int column = 0; column < grid.columns(); column++) {
                double q = (grid.x(column) - midline) / halfWidth;
                if (q * q < 1) {
                    tissue.soft[row * grid.columns() + column] = (float) (2 * halfDepth * Math.sqrt(1 - q * q));
                }
            }
        }
    }

    /// Heart, spine, windpipe and aortic knob.
    void mediastinum(Tissue tissue) {
        Grid grid = tissue.grid;
        double cosine = Math.cos(heart.tilt());
        double sine = Math.sin(heart.tilt());
        for (int row = 0; row < grid.rows(); row++) {
            double y = grid.y(row);
            double vertebra = 0.8 + 0.2 * Math.cos(y * 2 * Math.PI / 2.6);
            for (int column = 0; column < grid.columns(); column++) {
                int k = row * grid.columns() + column;
                double dx = grid.x(column) - heart.x();
                double dy = y - heart.y();
                double a = (dx * cosine + dy * sine) / heart.halfWidth();
                double b = (dy * cosine - dx * sine) / heart.halfHeight();
                tissue.soft[k] += (float) (8.0 * (1 - lungDensity) * dome(a * a + b * b));
                double offset = grid.x(column) - midline;
                tissue.bone[k] += (float) (1.1 * vertebra * dome(square((offset - rotation * 0.4) / 1.7)));
                if (y < apex + 9) {
                    tissue.soft[k] -= (float) (1.6 * dome(square((offset - rotation) / 0.85)));
                }
                double knob = Math.hypot(offset - 2.4, y - apex - 8.2) / 1.9;
                tissue.soft[k] += (float) (3.2 * dome(knob * knob));
            }
        }
    }

    private static double square(double value) {
        return value * value;
    }

    /// Height of a unit half sphere at the squared distance, 0 outside.
    private static double dome(double distance2) {
        return distance2 < 1 ? Math.sqrt(1 - distance2) : 0;
    }
}
