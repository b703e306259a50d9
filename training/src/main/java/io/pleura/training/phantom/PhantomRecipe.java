package io.pleura.training.phantom;

/// What one phantom is to show. All of it is drawn from the seed, apart from the label if the caller sets it.
///
/// @param area part of the image that the free air is to cover; the collapse is sought that gives it
/// @param overlap how much of the lung lies before or behind the free air, 0..1: what makes a pneumothorax faint
/// @param spacing centimetres a pixel
/// @param drains how often a chest tube lies in the picture
/// @param chests how much healthy chests differ
public record PhantomRecipe(
        long seed,
        Finding finding,
        Side side,
        double area,
        double overlap,
        View view,
        boolean inverted,
        int rows,
        int columns,
        double spacing,
        Drains drains,
        Chests chests) {

    /// The smallest lesions that are drawn; a tenth of the SIIM-ACR masks is smaller than 0.19 %.
    public static final double SMALLEST_LESION = 0.0018;

    private static final double LARGEST_LESION = 0.15;
    /// From which part of the image on a lesion is large; one in fifteen usual phantoms has such a one.
    public static final double LARGE_LESION = 0.05;

    /// The logarithm of the area of SIIM-ACR masks: median 0.82 %, quartiles 0.39 % and 1.74 %.
    private static final double MEDIAN_AREA = 0.0082;

    private static final double AREA_SPREAD = 1.09;

    /// As among the usual ones.
    private static final double LARGE_IN_TENSION = 1 / 3.0;

    private static final int SHORTEST_EDGE = 480;
    private static final int EDGE_STEP = 32;
    private static final int EDGE_STEPS = 6;

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

    enum View {
        PA,
        /// Sitting or half sitting in bed.
        AP,
        SUPINE;

        boolean inBed() {
            return this != PA;
        }
    }

    /// Whether chest tubes know the label.
    public enum Drains {
        /// As often with pneumothorax as without.
        INDEPENDENT(0.25, 0.25),
        /// As in a hospital, where a tube follows the diagnosis: a network that learns to see the tube looks good
        /// until it meets an untreated patient. For measuring that, never for a model that is shipped.
        SHORTCUT(0.75, 0.05);

        private final double withAir;
        private final double without;

        Drains(double withAir, double without) {
            this.withAir = withAir;
            this.without = without;
        }

        double chance(boolean positive) {
            return positive ? withAir : without;
        }
    }

    /// How much healthy chests differ from one another, and how faint a pneumothorax may be among them.
    public enum Chests {
        /// What a network has to find: lungs of one density that thin out towards ribs and diaphragm, and nothing
        /// below it. Air is nearly always darker than lung.
        PLAIN,
        /// And what it must not take for that: angles beside the diaphragm as deep and dark as radiographs have
        /// them, lungs that are dark to their edge, of uneven density, and bare of vessels far from the hilum,
        /// gas below the diaphragm, air beside a head. Lung before and behind the air can make it as grey as
        /// lung is, and the pleura is not seen everywhere.
        VARIED;

        double pick(double plain, double varied) {
            return this == PLAIN ? plain : varied;
        }

        /// A measure that is the same in all plain chests and drawn in varied ones.
        double drawn(double plain, Draws draws, double low, double high) {
            return this == PLAIN ? plain : draws.uniform(low, high);
        }
    }

    /// What chests phantoms are drawn from.
    ///
    /// @param largeLesions part of the positive ones, 0..1, that show a large lesion and not their own, since of
    /// sizes as in SIIM-ACR's masks a network sees few lungs collapsed as a whole
    public record Population(Drains drains, double largeLesions, Chests chests) {

        /// Sizes as in SIIM-ACR's masks, tubes that know nothing of the label.
        public static Population usual(Chests chests) {
            return new Population(Drains.INDEPENDENT, 0, chests);
        }

        public Population {
            if (!(largeLesions >= 0 && largeLesions <= 1)) {
                throw new IllegalArgumentException("largeLesions must be 0..1, is " + largeLesions);
            }
        }
    }

    /// Half of the seeds show a pneumothorax.
    static PhantomRecipe draw(long seed) {
        return draw(seed, new Draws(seed, Draws.Part.RECIPE).chance(0.5));
    }

    static PhantomRecipe draw(long seed, boolean positive) {
        return draw(seed, positive, Population.usual(Chests.PLAIN));
    }

    static PhantomRecipe draw(long seed, boolean positive, Population population) {
        PhantomRecipe usual = drawUsual(seed, positive, population);
        Draws enlargement = new Draws(seed, Draws.Part.ENLARGEMENT);
        return positive && enlargement.chance(population.largeLesions) ? usual.enlarged(enlargement) : usual;
    }

    private static PhantomRecipe drawUsual(long seed, boolean positive, Population population) {
        Draws header = new Draws(seed, Draws.Part.HEADER);
        int rows = SHORTEST_EDGE + EDGE_STEP * header.below(EDGE_STEPS);
        int columns = header.chance(0.5) ? rows : SHORTEST_EDGE + EDGE_STEP * header.below(EDGE_STEPS);
        double spacing = header.uniform(30, 39) / Math.min(rows, columns);
        double place = header.uniform(0, 1);
        View view = place < 0.5 ? View.PA : place < 0.85 ? View.AP : View.SUPINE;
        boolean inverted = header.chance(0.15);
        PhantomRecipe healthy = new PhantomRecipe(
                seed,
                Finding.NONE,
                Side.NONE,
                0,
                0,
                view,
                inverted,
                rows,
                columns,
                spacing,
                population.drains,
                population.chests);
        if (!positive) {
            return healthy;
        }
        Draws lesion = new Draws(seed, Draws.Part.LESION);
        Finding finding = Finding.at(lesion.uniform(0, 1));
        Side side = lesion.chance(0.06) ? Side.BOTH : lesion.chance(0.55) ? Side.RIGHT : Side.LEFT;
        double area = MEDIAN_AREA * Math.exp(AREA_SPREAD * lesion.gaussian());
        boolean whole = finding == Finding.COMPLETE || finding == Finding.TENSION;
        boolean supine = view == View.SUPINE;
        double overlap = lesion.uniform(supine ? 0.2 : 0, population.chests.pick(supine ? 0.6 : 0.45, 0.85));
        return healthy.with(
                finding,
                side,
                Math.clamp(whole ? 3 * area : area, whole ? 6 * SMALLEST_LESION : SMALLEST_LESION, LARGEST_LESION),
                overlap);
    }

    /// The same chest with a lung collapsed as a whole; other kinds are hardly ever as large.
    private PhantomRecipe enlarged(Draws draws) {
        Finding large = draws.chance(LARGE_IN_TENSION) ? Finding.TENSION : Finding.COMPLETE;
        return with(large, side, draws.logUniform(LARGE_LESION, LARGEST_LESION), overlap);
    }

    /// The same chest with another lesion. Tension is on one side.
    private PhantomRecipe with(Finding lesion, Side drawn, double size, double hidden) {
        return new PhantomRecipe(
                seed,
                lesion,
                lesion == Finding.TENSION && drawn == Side.BOTH ? Side.LEFT : drawn,
                size,
                hidden,
                view,
                inverted,
                rows,
                columns,
                spacing,
                drains,
                chests);
    }

    /// The same lesion on the pixels of a radiograph. Its mediastinum cannot be moved, so that tension becomes a
    /// complete collapse.
    PhantomRecipe on(Grid grid) {
        return new PhantomRecipe(
                seed,
                finding == Finding.TENSION ? Finding.COMPLETE : finding,
                side,
                area,
                overlap,
                view,
                false,
                grid.rows(),
                grid.columns(),
                grid.spacing(),
                drains,
                chests);
    }

    Grid grid() {
        return new Grid(rows, columns, spacing);
    }

    /// How often a chest tube lies in the picture.
    double tubes() {
        return drains.chance(positive()) + chests.pick(0, 0.1);
    }

    public boolean positive() {
        return finding != Finding.NONE;
    }
}
