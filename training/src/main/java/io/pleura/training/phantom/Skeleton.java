package io.pleura.training.phantom;

/// Ribs with their companion shadows, collar bone and shoulder blade of one side.
final class Skeleton {

    private static final int RIBS = 10;
    private static final int ANTERIOR_RIBS = 7;
    private static final int POINTS = 30;

    private Skeleton() {}

    static void add(Tissue tissue, Hemithorax half, double midline, PhantomRecipe.Chests chests, Draws draws) {
        double thickness = draws.uniform(0.42, 0.62);
        double density = chests.drawn(1, draws, 0.4, 1.1);
        double companion = draws.uniform(0, 0.35);
        for (int i = 0; i < RIBS; i++) {
            rib(tissue, half, midline, i, thickness, density, companion, draws.gaussian() * 0.08);
        }
        collarBone(tissue, half, midline, draws);
        shoulderBlade(tissue, half, midline, draws);
    }

    private static void rib(
            Tissue tissue,
            Hemithorax half,
            double midline,
            int i,
            double radius,
            double density,
            double companion,
            double jitter) {
        double[] x = new double[POINTS];
        double[] y = new double[POINTS];
        double[] radii = new double[POINTS];
        double start = half.top - 0.6 + i * (half.base - half.top) / 8.6 + jitter;
        double drop = 2.0 + 0.28 * i;
        double reach = half.width * Math.min(1.02, 0.50 + 0.16 * i) + 0.35;
        for (int j = 0; j < POINTS; j++) {
            double t = j / (POINTS - 1.0);
            double angle = t * Math.PI / 2;
            x[j] = midline + half.direction * (1.3 + (reach - 1.3) * Math.sin(angle));
            y[j] = start - 1.08 * Math.sin(t * Math.PI) + drop * (1 - Math.cos(angle)) * 1.25;
            radii[j] = radius * (0.8 + 0.25 * t);
        }
        tissue.add(tissue.bone, new Stroke(x, y, radii, 0.22), 1.15 * density);
        if (i > 0 && i < 4) { // a soft line below the rib, easily taken for a pleural line
            double[] below = y.clone();
            for (int j = 0; j < POINTS; j++) {
                below[j] += radii[j] + 0.2;
            }
            tissue.add(tissue.soft, Stroke.solid(x, below, 0.1), companion * 3);
        }
        if (i < ANTERIOR_RIBS) {
            anterior(tissue, half, midline, i, y[POINTS - 1], reach, radii, density);
        }
    }

    private static void anterior(
            Tissue tissue,
            Hemithorax half,
            double midline,
            int i,
            double from,
            double reach,
            double[] radii,
            double density) {
        double[] x = new double[POINTS];
        double[] y = new double[POINTS];
        double end = 3.2 + 0.55 * i;
        double drop = 3.0 + 0.55 * i;
        for (int j = 0; j < POINTS; j++) {
            double angle = j / (POINTS - 1.0) * Math.PI / 2;
            x[j] = midline + half.direction * (end + (reach - end) * Math.cos(angle));
            y[j] = from + drop * Math.sin(angle) * 0.9;
        }
        tissue.add(tissue.bone, new Stroke(x, y, radii, 0.2), 0.8 * density);
    }

    private static void collarBone(Tissue tissue, Hemithorax half, double midline, Draws draws) {
        double[] x = new double[POINTS];
        double[] y = new double[POINTS];
        double[] radii = new double[POINTS];
        double height = half.top + draws.uniform(0.2, 1.6);
        double tilt = draws.uniform(0.2, 2.2);
        for (int j = 0; j < POINTS; j++) {
            double t = j / (POINTS - 1.0);
            x[j] = midline + half.direction * (1.4 + 13 * t);
            y[j] = height - tilt * t + 0.7 * Math.sin(t * 6);
            radii[j] = 0.62 - 0.12 * Math.sin(t * Math.PI);
        }
        tissue.add(tissue.bone, new Stroke(x, y, radii, 0.25), 1.3);
    }

    /// Its inner border crosses the lung as a straight bright edge.
    private static void shoulderBlade(Tissue tissue, Hemithorax half, double midline, Draws draws) {
        double from = half.width * draws.uniform(0.82, 1.12);
        double y = half.top + draws.uniform(1.5, 3);
        double[] x = new double[4];
        double[] out = {1.5, 0.2, 0, 0.5};
        for (int i = 0; i < x.length; i++) {
            x[i] = midline + half.direction * (from + out[i]);
        }
        double[] ys = {y, y + 3.5, y + 7, y + 11};
        tissue.add(tissue.bone, new Stroke(x, ys, new double[] {0.3, 0.28, 0.3, 0.22}, 0), 0.45);
        double plate = midline + half.direction * (from + 3);
        Stroke blade = new Stroke(new double[] {plate, plate}, new double[] {y + 1, y + 10}, new double[] {3, 2.2}, 0);
        tissue.add(tissue.soft, blade, 0.25);
    }
}
