package io.pleura.training.phantom;

/// One half of the chest cavity: how many centimetres of it a ray crosses at a point. Pure geometry.
final class Hemithorax {

    /// -1 for the image's left (the patient's right), +1 for the image's right.
    final int direction;

    final double hilumX;
    final double hilumY;
    final double top;
    final double base;
    final double width;
    private final double midline;
    private final double mediastinum;
    private final double depth;
    private final double domeHeight;
    private final double shoulder;
    private final double cupolaHeight;
    private final double roundness;
    private final Draws.Wave outline;

    Hemithorax(Anatomy anatomy, int index, Draws draws) {
        this(
                anatomy,
                index,
                draws.uniform(1.35, 1.95),
                draws.uniform(4, 9), // the apex is a cone: little lung before and behind
                draws.uniform(1.6, 2.4),
                draws.wave(5, 0.14));
    }

    private Hemithorax(
            Anatomy anatomy, int index, double shoulder, double cupolaHeight, double roundness, Draws.Wave outline) {
        direction = index == 0 ? -1 : 1;
        midline = anatomy.midline();
        top = anatomy.apex();
        base = anatomy.dome()[index];
        width = anatomy.lungWidth()[index];
        mediastinum = anatomy.mediastinum()[index];
        depth = 2 * 0.86 * anatomy.bodyHalfDepth();
        domeHeight = anatomy.domeHeight()[index];
        hilumX = midline + direction * (mediastinum + 0.2);
        hilumY = (top + base) / 2 - 0.5;
        this.shoulder = shoulder;
        this.cupolaHeight = cupolaHeight;
        this.roundness = roundness;
        this.outline = outline;
    }

    /// The same shape in a chest of other measures.
    Hemithorax in(Anatomy anatomy) {
        return new Hemithorax(anatomy, direction < 0 ? 0 : 1, shoulder, cupolaHeight, roundness, outline);
    }

    /// Centimetres of the cavity along the ray at (x, y); 0 outside it.
    double thickness(double x, double y) {
        double lateral = direction * (x - midline);
        if (y < top || lateral < 0 || lateral > 1.1 * width) {
            return 0;
        }
        double t = (y - top) / (base + 4 - top);
        double outer = width * Math.sqrt(Math.max(0, 1 - Math.pow(1 - Math.min(1, t * shoulder), 2.2))) * (1 - 0.06 * t)
                + outline.at(y / 5) * 0.4;
        double inner = t < 0.2
                ? Math.max(1.8, mediastinum * (0.75 + 0.25 * t) * Math.min(1, t / 0.12))
                : mediastinum * (0.75 + 0.25 * t);
        double half = (outer - inner) / 2;
        if (half <= 0.05) {
            return 0;
        }
        double q = Math.abs((lateral - (inner + outer) / 2) / half);
        double floor = (diaphragm(lateral) - y) / 1.2;
        if (q >= 1 || floor <= 0) {
            return 0;
        }
        floor = Math.min(1, floor);
        double cupola = Math.min(1, (y - top) / cupolaHeight);
        return depth
                * Math.sqrt((1 - Math.pow(q, roundness)) * cupola * (2 - cupola))
                * (0.35 + 0.65 * Math.sqrt(floor * (2 - floor)));
    }

    private double diaphragm(double lateral) {
        double fromDome = (lateral - width * 0.42) / (width * 0.62);
        double sulcus = Math.max(0, lateral - width * 0.8) * 0.9;
        return base - domeHeight * (1 - fromDome * fromDome) + sulcus + 2.0;
    }
}
