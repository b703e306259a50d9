package io.pleura.training.phantom;

import java.util.List;
import java.util.Set;

/// Things on a chest radiograph that look like a pneumothorax or come with one: skin folds, bullae, drains, leads,
/// lines, airway tubes, pacemakers, clothing. Drawn from a stream that does not know the label (chest tubes may, see
/// {@link PhantomRecipe.Drains}).
final class Distractors {

    static final String CHEST_TUBE = "chest tube";

    private static final int POINTS = 30;

    private final Tissue tissue;
    private final Anatomy anatomy;
    private final Draws draws;

    Distractors(Tissue tissue, Anatomy anatomy, Draws draws) {
        this.tissue = tissue;
        this.anatomy = anatomy;
        this.draws = draws;
    }

    /// Returns the traits that a network could mistake for the diagnosis.
    Set<String> add(List<LungField> lungs, PhantomRecipe recipe) {
        boolean inBed = recipe.view().inBed();
        if (draws.chance(0.3)) {
            bulla(lungs.get(draws.below(2)));
        }
        boolean tube = draws.chance(recipe.tubes());
        chestTube(draws.side(), tube);
        for (int i = draws.below(inBed ? 6 : 2); i > 0; i--) {
            lead();
        }
        if (draws.chance(inBed ? 0.5 : 0.1)) {
            centralLine(draws.side());
        }
        if (inBed && draws.chance(0.4)) {
            airwayTube();
        }
        if (draws.chance(0.06)) {
            pacemaker(draws.side());
        }
        for (int i = draws.chance(0.45) ? 1 + draws.below(2) : 0; i > 0; i--) {
            skinFold(draws.side());
        }
        if (draws.chance(0.25)) {
            clothing();
        }
        return tube ? Set.of(CHEST_TUBE) : Set.of();
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

    /// Draws as many numbers whether it is there or not, so that what follows does not know.
    private void chestTube(int direction, boolean present) {
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
        double radius = draws.uniform(0.22, 0.4);
        double wall = draws.uniform(0.3, 0.8);
        double stripe = draws.uniform(0.5, 3);
        if (present) {
            double[] radii = new double[POINTS];
            java.util.Arrays.fill(radii, radius);
            tissue.add(tissue.bone, new Stroke(x, y, radii, 0.3), wall);
            double[] beside =
                    java.util.Arrays.stream(x).map(v -> v + 0.6 * radius).toArray();
            tissue.add(tissue.bone, Stroke.solid(beside, y, 0.06), stripe);
        }
    }

    /// A tube in the windpipe and often one down to the stomach.
    private void airwayTube() {
        double x = anatomy.midline() + draws.uniform(-0.6, 0.6);
        double[] from = {x, 0};
        double[] to = {x + draws.uniform(-0.5, 0.5), anatomy.apex() + draws.uniform(5, 8)};
        curve(from, to, draws.uniform(-0.4, 0.4), draws.uniform(0.2, 0.4), draws.uniform(0.4, 1));
        if (draws.chance(0.6)) {
            double[] stomach = {x + draws.uniform(1, 5), anatomy.dome()[1] + draws.uniform(2, 6)};
            curve(from, stomach, draws.uniform(-1, 1), draws.uniform(0.08, 0.2), draws.uniform(0.8, 2));
        }
    }

    private void pacemaker(int direction) {
        double x = anatomy.midline() + direction * draws.uniform(8, 11);
        double y = anatomy.apex() + draws.uniform(2, 5);
        tissue.add(tissue.bone, Stroke.solid(new double[] {x, x + 1.2}, new double[] {y, y + 0.8}, 1.9), 1.5);
        double[] heart = {
            anatomy.heart().x() + draws.uniform(-2, 3), anatomy.heart().y() + draws.uniform(0, 3)
        };
        curve(new double[] {x, y}, heart, direction * draws.uniform(-4, 1), 0.09, draws.uniform(2, 4));
    }

    private void lead() {
        double width = tissue.grid.width();
        curve(
                new double[] {draws.uniform(0.15, 0.85) * width, draws.uniform(6, 14)},
                new double[] {draws.uniform(0.15, 0.85) * width, draws.uniform(25, 38)},
                draws.uniform(-6, 6),
                draws.uniform(0.05, 0.11),
                draws.uniform(1, 5));
        double x = draws.uniform(0.2, 0.8) * width;
        double y = draws.uniform(8, 28);
        tissue.add(
                tissue.bone,
                Stroke.solid(new double[] {x, x + 0.1}, new double[] {y, y}, draws.uniform(0.3, 0.6)),
                draws.uniform(0.5, 2));
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
