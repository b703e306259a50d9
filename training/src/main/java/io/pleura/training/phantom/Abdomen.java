package io.pleura.training.phantom;

/// Gas below the diaphragm, dark as free air above it: the stomach's bubble on the left, with a level where the patient
/// stands, and loops of bowel on either side. Drawn without knowledge of the label.
final class Abdomen {

    private static final double WALL = 3; // centimetres of body that are left before and behind

    private final Tissue tissue;
    private final Anatomy anatomy;
    private final Draws draws;

    private Abdomen(Tissue tissue, Anatomy anatomy, Draws draws) {
        this.tissue = tissue;
        this.anatomy = anatomy;
        this.draws = draws;
    }

    static void add(Tissue tissue, Anatomy anatomy, PhantomRecipe.View view, Draws draws) {
        Abdomen abdomen = new Abdomen(tissue, anatomy, draws);
        if (draws.chance(0.5)) {
            abdomen.stomach(view == PhantomRecipe.View.PA);
        }
        for (int index = 0; index < 2; index++) {
            if (draws.chance(0.25)) {
                abdomen.bowel(index);
            }
        }
    }

    private void stomach(boolean erect) {
        double halfWidth = draws.uniform(1.5, 4.5);
        double halfHeight = halfWidth * draws.uniform(0.4, 0.9);
        double x = anatomy.midline() + draws.uniform(4, 9);
        double y = floor(1) + halfHeight + draws.uniform(0.3, 1.8);
        double level = erect ? y + halfHeight * draws.uniform(-0.2, 1) : Double.MAX_VALUE;
        gas(new Bubble(x, y, halfWidth, halfHeight, draws.wave(4, 0.12)), draws.uniform(2, 8), level);
    }

    /// A row of bubbles that the bowel's folds part.
    private void bowel(int index) {
        int direction = index == 0 ? -1 : 1;
        double x = anatomy.midline() + direction * draws.uniform(11, 13);
        double y = floor(index) + draws.uniform(2, 5);
        double step = draws.uniform(1.4, 2.4);
        double heading = draws.uniform(-0.2, 0.6);
        double depth = draws.uniform(1.5, 6);
        for (int i = 2 + draws.below(4); i > 0; i--) {
            double radius = step * draws.uniform(0.6, 0.85);
            double height = radius * draws.uniform(0.8, 1.5);
            gas(new Bubble(x, y, radius, height, draws.wave(3, 0.1)), depth, Double.MAX_VALUE);
            heading += draws.gaussian() * 0.4;
            x -= direction * step * Math.cos(heading);
            y += step * Math.sin(heading);
        }
    }

    /// Where the body begins below the dome of one side.
    private double floor(int index) {
        return anatomy.dome()[index] - anatomy.domeHeight()[index] + 2;
    }

    private record Bubble(double x, double y, double halfWidth, double halfHeight, Draws.Wave outline) {

        /// 0 in the middle, 1 at the edge, squared.
        double distance2(double px, double py) {
            double a = (px - x) / halfWidth;
            double b = (py - y) / halfHeight;
            double edge = 1 + outline.at(Math.atan2(b, a));
            return (a * a + b * b) / (edge * edge);
        }
    }

    /// @param level below which the bubble is full of fluid
    private void gas(Bubble bubble, double depth, double level) {
        Grid grid = tissue.grid;
        double reach = 1.6 * Math.max(bubble.halfWidth, bubble.halfHeight);
        for (int row = grid.row(bubble.y - reach); row <= grid.row(Math.min(level, bubble.y + reach)); row++) {
            for (int column = grid.column(bubble.x - reach); column <= grid.column(bubble.x + reach); column++) {
                int k = row * grid.columns() + column;
                double height = Anatomy.dome(bubble.distance2(grid.x(column), grid.y(row)));
                double path = Math.min(depth * height, tissue.soft[k] - WALL);
                tissue.soft[k] -= (float) Math.max(0, path);
            }
        }
    }
}
