package io.pleura.training.phantom;

/// What one phantom is to show. All of it is drawn from the seed, apart from the label if the caller sets it.
///
/// @param collapse 0..1; enlarged while building when the lesion would be smaller than {@link #SMALLEST_LESION}
/// @param spacing centimetres a pixel
public record PhantomRecipe(
        long seed,
        Finding finding,
        Side side,
        double collapse,
        View view,
        boolean inverted,
        int rows,
        int columns,
        double spacing) {

    /// Part of the image that a lesion covers at least; below it the phantom is drawn again with more collapse.
    public static final double SMALLEST_LESION = 0.003;

    private static final int SHORTEST_EDGE = 512;
    private static final int EDGE_STEP = 32;
    private static final int EDGE_STEPS = 7;

    public enum Side {
        NONE,
        /// The patient's right, on the image's left.
        RIGHT,
        LEFT,
        BOTH;

        /// @param direction -1 for the image's left, +1 for its right
        boolean includes(int direction) {
            return this == BOTH || (direction < 0 ? this == RIGHT : this == LEFT);
        }
    }

    public enum View {
        PA,
        AP
    }

    /// Half of the seeds show a pneumothorax.
    public static PhantomRecipe draw(long seed) {
        return draw(seed, new Draws(seed, Draws.Part.RECIPE).chance(0.5));
    }

    public static PhantomRecipe draw(long seed, boolean positive) {
        Draws header = new Draws(seed, Draws.Part.HEADER);
        int rows = SHORTEST_EDGE + EDGE_STEP * header.below(EDGE_STEPS);
        int columns = SHORTEST_EDGE + EDGE_STEP * header.below(EDGE_STEPS);
        double spacing = header.uniform(37, 42) / Math.max(rows, columns);
        View view = header.chance(0.7) ? View.PA : View.AP;
        boolean inverted = header.chance(0.15);
        if (!positive) {
            return new PhantomRecipe(seed, Finding.NONE, Side.NONE, 0, view, inverted, rows, columns, spacing);
        }
        Draws lesion = new Draws(seed, Draws.Part.LESION);
        double kind = lesion.uniform(0, 1);
        Finding finding = kind < 0.35
                ? Finding.APICAL
                : kind < 0.7 ? Finding.LATERAL : kind < 0.85 ? Finding.COMPLETE : Finding.DEEP_SULCUS;
        Side side = lesion.chance(0.06) ? Side.BOTH : lesion.chance(0.5) ? Side.RIGHT : Side.LEFT;
        double collapse = lesion.logUniform(0.12, 0.9);
        return new PhantomRecipe(seed, finding, side, collapse, view, inverted, rows, columns, spacing);
    }

    public Grid grid() {
        return new Grid(rows, columns, spacing);
    }

    public boolean positive() {
        return finding != Finding.NONE;
    }
}
