package io.pleura.training.phantom;

import java.util.function.DoubleUnaryOperator;

/// The measures of one phantom's chest in centimetres, drawn once. Index 0 is the image's left (the patient's right).
///
/// @param rotation how far the patient is turned: moves what lies in front against what lies behind
/// @param mediastinum distance of the lung's inner border from the midline
/// @param domeHeight of the diaphragm above its border
record Anatomy(
        double midline,
        double rotation,
        double bodyHalfWidth,
        double bodyHalfDepth,
        double fat,
        double apex,
        double[] dome,
        double[] domeHeight,
        double[] lungWidth,
        double[] mediastinum,
        Heart heart,
        double lungDensity) {

    /// Part of the heart and vessels that adds to the body where there is no lung to make room.
    private static final double BEYOND_LUNG = 0.12;

    /// How often one half of the diaphragm stands high.
    private static final double RAISED = 0.12;

    record Heart(double x, double y, double halfWidth, double halfHeight, double tilt, double depth) {

        Heart movedBy(double shift) {
            return new Heart(x + shift, y, halfWidth, halfHeight, tilt, depth);
        }
    }

    static Anatomy draw(Draws draws, Grid grid, PhantomRecipe.View view, PhantomRecipe.Chests chests) {
        boolean inBed = view.inBed(); // larger heart, higher diaphragm, poorer inspiration
        double midline = grid.width() / 2 + draws.gaussian() * 1.2;
        double rotation = draws.gaussian() * (inBed ? 1.1 : 0.7);
        double width = draws.uniform(14.0, 16.8);
        double depth = draws.uniform(8.5, 12.5);
        double fat = draws.uniform(0.3, 3.2);
        double apex = grid.height() * draws.uniform(0.05, 0.19);
        double length = draws.uniform(18, chests.pick(25.5, 28)) - (inBed ? draws.uniform(0, 3.5) : 0);
        double right = apex + Math.min(length, grid.height() * draws.uniform(0.86, 1.0) - apex);
        double[] dome = {right, right + draws.uniform(-0.4, 2.0)};
        if (chests == PhantomRecipe.Chests.VARIED && draws.chance(RAISED)) {
            dome[draws.below(2)] -= draws.uniform(1.5, 5);
        }
        double lowest = chests.pick(1.6, 1.2);
        double highest = chests.pick(3.4, 3.6);
        double[] domeHeight = {draws.uniform(lowest, highest), draws.uniform(lowest, highest)};
        double scale = width / 16.5;
        double[] lungWidth = {
            draws.uniform(12.0, 14.4) * scale + rotation * 0.4, draws.uniform(12.0, 14.4) * scale - rotation * 0.4
        };
        double wider = inBed ? draws.uniform(0, 1.2) : 0;
        double[] mediastinum = {draws.uniform(2.2, 3.6) + wider, draws.uniform(2.4, 4.2) + wider};
        double heartSize = draws.uniform(0.85, 1.2) * (inBed ? 1.12 : 1);
        Heart heart = new Heart(
                midline + draws.uniform(1.4, 3.2) + rotation * 0.6,
                dome[1] - draws.uniform(3.5, 6.0),
                draws.uniform(5.2, 7.2) * heartSize,
                draws.uniform(4.2, 5.6) * heartSize,
                draws.uniform(0.25, 0.75),
                draws.uniform(8, 12));
        double density = draws.uniform(chests.pick(0.2, 0.13), 0.36); // little in a big breath
        return new Anatomy(
                midline, rotation, width, depth, fat, apex, dome, domeHeight, lungWidth, mediastinum, heart, density);
    }

    /// The measures of the lungs, each changed a little; those of heart and body stay.
    ///
    /// @param change of one measure, centimetres
    Anatomy jittered(DoubleUnaryOperator change) {
        return new Anatomy(
                change.applyAsDouble(midline),
                rotation,
                bodyHalfWidth,
                bodyHalfDepth,
                fat,
                change.applyAsDouble(apex),
                both(dome, change, 8),
                both(domeHeight, change, 0.5),
                both(lungWidth, change, 5),
                both(mediastinum, change, 0.5),
                heart,
                lungDensity);
    }

    private static double[] both(double[] measures, DoubleUnaryOperator change, double least) {
        return new double[] {
            Math.max(least, change.applyAsDouble(measures[0])), Math.max(least, change.applyAsDouble(measures[1]))
        };
    }

    /// Tension: the mediastinum gives way to the other side, the diaphragm is pressed down and flat.
    ///
    /// @param direction of the side with the air, -1 the image's left
    Anatomy underTension(int direction, double shift) {
        int air = direction < 0 ? 0 : 1;
        double[] lower = dome.clone();
        double[] flat = domeHeight.clone();
        double[] inner = mediastinum.clone();
        lower[air] += 0.5 + 0.4 * shift;
        flat[air] *= 0.4;
        inner[air] = Math.max(0.6, inner[air] - shift);
        inner[1 - air] += shift;
        return new Anatomy(
                midline,
                rotation,
                bodyHalfWidth,
                bodyHalfDepth,
                fat,
                apex,
                lower,
                flat,
                lungWidth,
                inner,
                heart.movedBy(-direction * shift),
                lungDensity);
    }

    /// Heart, great vessels, hila, spine and windpipe. `shift` moves all but the spine.
    void mediastinum(Tissue tissue, double shift, PhantomRecipe.Chests chests, Draws draws) {
        Grid grid = tissue.grid;
        double cosine = Math.cos(heart.tilt());
        double sine = Math.sin(heart.tilt());
        double knobSize = draws.uniform(1.4, 2.3);
        double knobDepth = draws.uniform(2, 4.5);
        double[] hilum = {draws.uniform(1.2, 2.6), draws.uniform(1.2, 2.6)};
        double hilumDepth = draws.uniform(1, 4);
        double hilumY = (apex + dome[0]) / 2;
        double upper = draws.uniform(1.5, 4);
        double windpipe = chests.drawn(1.6, draws, 1, 2.6);
        for (int row = 0; row < grid.rows(); row++) {
            double y = grid.y(row);
            double vertebra = 0.8 + 0.2 * Math.cos(y * 2 * Math.PI / 2.6);
            for (int column = 0; column < grid.columns(); column++) {
                int k = row * grid.columns() + column;
                double dx = grid.x(column) - heart.x();
                double dy = y - heart.y();
                double a = (dx * cosine + dy * sine) / heart.halfWidth();
                double b = (dy * cosine - dx * sine) / heart.halfHeight();
                double soft = heart.depth() * (1 - lungDensity) * dome(a * a + b * b);
                double offset = grid.x(column) - midline;
                double moved = offset - shift;
                soft += upper * dome(square(moved / 3.2)) * Math.clamp((y - apex + 2) / 4, 0, 1);
                double knob = Math.hypot(moved - 2.4, y - apex - 8.2) / knobSize;
                soft += knobDepth * dome(knob * knob);
                for (int side = 0; side < 2; side++) {
                    double center = (side == 0 ? -1 : 1) * (mediastinum[side] + 0.8);
                    double away = Math.hypot(moved - center, (y - hilumY - side + 1) * 0.6) / hilum[side];
                    soft += hilumDepth * dome(away * away);
                }
                soft = Math.min(soft, tissue.displaced[k] + BEYOND_LUNG * soft); // they lie where lung would be
                if (y < apex + 9) {
                    soft -= windpipe * dome(square((moved - rotation) / 0.85));
                }
                tissue.soft[k] += (float) soft;
                tissue.bone[k] += (float) (1.1 * vertebra * dome(square((offset - rotation * 0.4) / 1.7)));
            }
        }
    }

    private static double square(double value) {
        return value * value;
    }

    /// Height of a unit half sphere at the squared distance, 0 outside.
    static double dome(double distance2) {
        return distance2 < 1 ? Math.sqrt(1 - distance2) : 0;
    }
}
