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
    private final Shape shape;

    /// What does not follow from the measures of the chest.
    ///
    /// @param cupolaHeight centimetres: the apex is a cone, with little lung before and behind
    /// @param roundness towards the ribs: 2 as an ellipse, the more the more a wall
    /// @param inwards the same towards the mediastinum
    private record Shape(
            double shoulder, double cupolaHeight, double roundness, double inwards, Draws.Wave outline, Sulcus sulcus) {

        static Shape draw(PhantomRecipe.Chests chests, Draws draws) {
            double shoulder = draws.uniform(1.35, 1.95);
            double cupolaHeight = draws.uniform(chests.pick(4, 2), 9);
            double roundness = draws.uniform(1.6, chests.pick(2.4, 4.5));
            Draws.Wave outline = draws.wave(5, 0.14);
            if (chests == PhantomRecipe.Chests.PLAIN) {
                return new Shape(shoulder, cupolaHeight, roundness, roundness, outline, Sulcus.SMALL);
            }
            double inwards = draws.uniform(1.6, 4.5);
            return new Shape(shoulder, cupolaHeight, roundness, inwards, outline, Sulcus.draw(draws));
        }
    }

    /// How the diaphragm falls off towards the side, where healthy lungs end in a sharp dark corner.
    ///
    /// @param fall centimetres that the side lies below the dome's own curve
    /// @param steepness power of the distance from the dome
    /// @param corner fall of a centimetre in the last fifth
    /// @param edge centimetres in which the lung fades out above the diaphragm
    private record Sulcus(double fall, double steepness, double corner, double edge) {

        static final Sulcus SMALL = new Sulcus(0, 2, 0.9, 1.2);

        static Sulcus draw(Draws draws) {
            return new Sulcus(draws.uniform(0, 4), draws.uniform(2, 6), draws.uniform(0, 1.3), draws.uniform(0.6, 1.8));
        }
    }

    Hemithorax(Anatomy anatomy, int index, PhantomRecipe.Chests chests, Draws draws) {
        this(anatomy, index, Shape.draw(chests, draws));
    }

    private Hemithorax(Anatomy anatomy, int index, Shape shape) {
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
        this.shape = shape;
    }

    /// The same shape in a chest of other measures.
    Hemithorax in(Anatomy anatomy) {
        return new Hemithorax(anatomy, direction < 0 ? 0 : 1, shape);
    }

    /// Centimetres of the cavity along the ray at (x, y); 0 outside it.
    double thickness(double x, double y) {
        double lateral = direction * (x - midline);
        if (y < top || lateral < 0 || lateral > 1.1 * width) {
            return 0;
        }
        double t = (y - top) / (base + 4 - top);
        double outer =
                width * Math.sqrt(Math.max(0, 1 - Math.pow(1 - Math.min(1, t * shape.shoulder), 2.2))) * (1 - 0.06 * t)
                        + shape.outline.at(y / 5) * 0.4;
        double inner = t < 0.2
                ? Math.max(1.8, mediastinum * (0.75 + 0.25 * t) * Math.min(1, t / 0.12))
                : mediastinum * (0.75 + 0.25 * t);
        double half = (outer - inner) / 2;
        if (half <= 0.05) {
            return 0;
        }
        double across = (lateral - (inner + outer) / 2) / half;
        double q = Math.abs(across);
        double floor = (diaphragm(lateral) - y) / shape.sulcus.edge;
        if (q >= 1 || floor <= 0) {
            return 0;
        }
        floor = Math.min(1, floor);
        double cupola = Math.min(1, (y - top) / shape.cupolaHeight);
        return depth
                * Math.sqrt((1 - Math.pow(q, across > 0 ? shape.roundness : shape.inwards)) * cupola * (2 - cupola))
                * (0.35 + 0.65 * Math.sqrt(floor * (2 - floor)));
    }

    /// Centimetres.
    double fromHilum(Grid grid, int k) {
        return Math.hypot(grid.x(k % grid.columns()) - hilumX, grid.y(k / grid.columns()) - hilumY);
    }

    private double diaphragm(double lateral) {
        double fromDome = (lateral - width * 0.42) / (width * 0.62);
        double corner = Math.max(0, lateral - width * 0.8) * shape.sulcus.corner;
        double fall = shape.sulcus.fall * Math.pow(Math.max(0, fromDome), shape.sulcus.steepness);
        return base - domeHeight * (1 - fromDome * fromDome) + fall + corner + 2.0;
    }
}
