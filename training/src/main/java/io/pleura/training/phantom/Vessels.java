package io.pleura.training.phantom;

/// Branching vessels and fine texture of the lung; both end where the lung ends.
final class Vessels {

    private static final int DEEPEST = 5;
    private static final int POINTS = 6;
    private static final double FEWER_OVER_AIR = 0.1;

    private final Tissue tissue;
    private final Draws draws;
    private final float[] tree;
    private final int direction;
    private final double thinnest;

    private Vessels(Tissue tissue, Draws draws, int direction, double thinnest) {
        this.tissue = tissue;
        this.draws = draws;
        this.direction = direction;
        this.thinnest = thinnest;
        tree = new float[tissue.grid.size()];
    }

    /// How far from the hilum vessels are seen: what is thinner than a pixel is not, in healthy lungs too.
    ///
    /// @param trunks that leave the hilum
    /// @param thinnest centimetres of radius
    /// @param centimetres at which vessels are a third as strong as at the hilum
    record Reach(PhantomRecipe.Chests chests, int trunks, double thinnest, double centimetres) {

        static Reach draw(PhantomRecipe.Chests chests, Draws draws) {
            int trunks = chests == PhantomRecipe.Chests.PLAIN ? 9 : 13;
            double centimetres = chests.drawn(Double.POSITIVE_INFINITY, draws, 6, 20);
            return new Reach(chests, trunks, chests.pick(0.05, 0.04), centimetres);
        }

        double seen(double fromHilum) {
            double away = fromHilum / centimetres;
            return Math.exp(-away * away);
        }
    }

    static void grow(Tissue tissue, LungField lung, double density, Reach reach, Draws draws) {
        double strength = reach.chests.drawn(1, draws, 0.5, 1.8);
        Vessels vessels = new Vessels(tissue, draws, lung.cavity.direction, reach.thinnest);
        for (int i = 0; i < reach.trunks; i++) {
            double angle = -1.5 + 3.0 * i / (reach.trunks - 1) + draws.gaussian() * 0.12;
            double x = lung.cavity.hilumX + draws.gaussian() * 0.5;
            double y = lung.cavity.hilumY + draws.gaussian() * 0.8;
            vessels.branch(x, y, angle, draws.uniform(0.38, 0.62), draws.uniform(3.2, 4.8), 0);
        }
        for (int k = 0; k < vessels.tree.length; k++) {
            double aerated = lung.aerated(k) * (lung.air[k] ? FEWER_OVER_AIR : 1);
            if (aerated > 0) {
                double seen = reach.seen(lung.cavity.fromHilum(tissue.grid, k)) * Math.min(1, aerated / 3);
                tissue.soft[k] += (float) (strength * vessels.tree[k] * (1 - density) * seen);
            }
        }
    }

    /// Interstitial texture: band-limited noise that grows with the depth of the lung.
    static void texture(Tissue tissue, LungField lung, PhantomRecipe.Chests chests, Draws draws) {
        double scale = 0.12 / tissue.grid.spacing();
        float[] noise = new float[tissue.grid.size()];
        for (int k = 0; k < noise.length; k++) {
            if (lung.cavityPath[k] > 0) {
                noise[k] = (float) draws.gaussian();
            }
        }
        float[] band = Blur.of(noise, tissue.grid, scale);
        double amplitude = draws.uniform(0.1, chests.pick(0.35, 0.7)) * scale * 0.25;
        for (int k = 0; k < band.length; k++) {
            double aerated = lung.aerated(k);
            if (aerated > 0) {
                tissue.soft[k] += (float) (amplitude * band[k] * Math.sqrt(aerated));
            }
        }
    }

    private void branch(double x, double y, double angle, double radius, double length, int depth) {
        if (depth > DEEPEST || radius < thinnest) {
            return;
        }
        double[] xs = new double[POINTS];
        double[] ys = new double[POINTS];
        double[] radii = new double[POINTS];
        double heading = angle;
        xs[0] = x;
        ys[0] = y;
        radii[0] = radius;
        for (int i = 1; i < POINTS; i++) {
            heading += draws.gaussian() * 0.08;
            xs[i] = xs[i - 1] + direction * Math.cos(heading) * length / (POINTS - 1);
            ys[i] = ys[i - 1] + Math.sin(heading) * length / (POINTS - 1);
            radii[i] = radius * (1 - 0.25 * i / (POINTS - 1));
        }
        tissue.add(tree, new Stroke(xs, ys, radii, 0), 1);
        for (int turn = -1; turn <= 1; turn += 2) {
            double child = heading + turn * draws.uniform(0.2, 0.6);
            double thinner = radius * draws.uniform(0.58, 0.78);
            double shorter = length * draws.uniform(0.65, 0.85);
            branch(xs[POINTS - 1], ys[POINTS - 1], child, thinner, shorter, depth + 1);
        }
        if (draws.chance(0.33)) {
            double side = heading + draws.side() * draws.uniform(0.5, 1);
            branch(xs[3], ys[3], side, radius * 0.5, length * 0.6, depth + 2);
        }
    }
}
