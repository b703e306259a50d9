package io.pleura.training.phantom;

import java.util.List;

/// Things on a chest radiograph that look like a pneumothorax or come with one: skin folds, bullae, drains, leads,
/// lines, clothing, burned-in side markers. Drawn from a stream that does not know the label.
public final class Distractors {

    private static final int POINTS = 30;

    private final Tissue tissue;
    private final Anatomy anatomy;
    private final Draws draws;

    public Distractors(Tissue tissue, Anatomy anatomy, Draws draws) {
        this.tissue = tissue;
        this.anatomy = anatomy;
        this.draws = draws;
    }

    public void add(List<LungField> lungs) {
        if (draws.chance(0.35)) {
            bulla(lungs.get(draws.below(2)));
        }
        if (draws.chance(0.3)) {
            chestTube(draws.side());
        }
        for (int i = draws.below(4); i > 0; i--) {
            lead();
        }
        if (draws.chance(0.25)) {
            centralLine(draws.side());
        }
        for (int i = draws.chance(0.45) ? 1 + draws.below(2) : 0; i > 0; i--) {
            skinFold(draws.side());
        }
        if (draws.chance(0.25)) {
            clothing();
        }
    }

    /// A lucent blister in the lung, without pleural line.
    private void bulla(LungField lung) {
        double x = lung.cavity.hilumX + lung.cavity.direction * draws.uniform(2.5, 5);
        double y = lung.cavity.top + draws.uniform(3, 7);
        double radius = draws.uniform(2, 3.5);
        for (int k = 0; k < tissue.soft.length; k++) {
            double dx = tissue.grid.x(k % tissue.grid.columns()) - x;
            double dy = (tissue.grid.y(k / tissue.grid.columns()) - y) * 0.8;
            double d2 = (dx * dx + dy * dy) / (radius * radius);
            if (d2 < 1) {
                tissue.soft[k] -= (float) (lung.lungPath[k] * anatomy.lungDensity() * 0.5 * (1 - d2));
            }
        }
    }

    private void chestTube(int direction) {
        double[] x = new double[POINTS];
        double[] y = new double[POINTS];
        double entry = anatomy.apex() + draws.uniform(14, 20);
        double tip = anatomy.apex() + draws.uniform(2, 9);
        double inner = draws.uniform(4, 8);
        for (int j = 0; j < POINTS; j++) {
            double t = j / (POINTS - 1.0);
            x[j] = anatomy.midline() + direction * (17 - (17 - inner) * Math.pow(t, 0.8));
            y[j] = entry - (entry - tip) * t * t + 1.2 * Math.sin(t * 3);
        }
        double[] radii = new double[POINTS];
        java.util.Arrays.fill(radii, 0.33);
        tissue.add(tissue.bone, new Stroke(x, y, radii, 0.3), 0.55);
    }

    private void lead() {
        double width = tissue.grid.width();
        curve(
                new double[] {draws.uniform(0.15, 0.85) * width, draws.uniform(6, 14)},
                new double[] {draws.uniform(0.15, 0.85) * width, draws.uniform(25, 38)},
                draws.uniform(-4, 4),
                0.07,
                draws.uniform(1, 3));
        double x = draws.uniform(0.2, 0.8) * width;
        double y = draws.uniform(8, 28);
        tissue.add(tissue.bone, Stroke.solid(new double[] {x, x + 0.1}, new double[] {y, y}, 0.45), 0.6);
    }

    private void centralLine(int direction) {
        double x = anatomy.midline() + direction * draws.uniform(3, 5);
        double[] from = {x, anatomy.apex() - draws.uniform(1, 3)};
        double[] to = {anatomy.midline() - draws.uniform(1.5, 2.5), anatomy.apex() + draws.uniform(9, 13)};
        curve(from, to, draws.uniform(-1, 1), 0.11, draws.uniform(0.5, 1.2));
    }

    private void curve(double[] from, double[] to, double bend, double radius, double density) {
        double[] x = new double[POINTS];
        double[] y = new double[POINTS];
        for (int j = 0; j < POINTS; j++) {
            double t = j / (POINTS - 1.0);
            x[j] = from[0] + (to[0] - from[0]) * t + bend * Math.sin(t * Math.PI);
            y[j] = from[1] + (to[1] - from[1]) * t;
        }
        tissue.add(tissue.bone, Stroke.solid(x, y, radius), density);
    }

    /// A fold of skin: an edge that fades to one side, where a pleural line would be a line with black beyond it.
    private void skinFold(int direction) {
        double start = anatomy.midline() + direction * draws.uniform(5, 12);
        double slope = draws.uniform(-0.25, 0.25);
        double curvature = draws.uniform(-0.02, 0.02);
        double amplitude = draws.uniform(0.5, 1.3);
        double width = draws.uniform(1.2, 3);
        double top = anatomy.apex() + draws.uniform(-2, 4);
        double bottom = top + draws.uniform(10, 20);
        for (int row = tissue.grid.row(top); row <= tissue.grid.row(bottom); row++) {
            double y = tissue.grid.y(row) - top;
            double ends = Math.clamp(Math.min(y, bottom - top - y) / 2, 0, 1);
            double edge = start + slope * y + curvature * y * y;
            for (int column = 0; column < tissue.grid.columns(); column++) {
                double inside = direction * (edge - tissue.grid.x(column));
                if (inside > 0 && inside < 3 * width) {
                    tissue.soft[row * tissue.grid.columns() + column] +=
                            (float) (amplitude * ends * Math.exp(-inside / width));
                }
            }
        }
    }

    /// Seams and buttons.
    private void clothing() {
        double x = anatomy.midline() + draws.uniform(-12, 12);
        double slant = draws.uniform(-3, 3);
        double top = draws.uniform(2, 8);
        double[] ys = {top, top + draws.uniform(15, 28)};
        tissue.add(tissue.soft, Stroke.solid(new double[] {x, x + slant}, ys, draws.uniform(0.1, 0.3)), 1.2);
        for (int i = draws.below(4); i > 0; i--) {
            double y = draws.uniform(8, 30);
            tissue.add(tissue.bone, Stroke.solid(new double[] {x + 1, x + 1.05}, new double[] {y, y}, 0.4), 0.5);
        }
    }
}
