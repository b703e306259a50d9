package io.pleura.training.phantom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The parametric chest of the phantoms whose lungs lie where a radiograph is dark: the best of many random ones, made
/// better in small steps. Good to about a centimetre, which is all that a lesion drawn into the radiograph needs.
///
/// @param grid the radiograph's pixels with the spacing that the fit gave them
/// @param agreement of the lungs with the darkness of the body, 1 at best, see {@link Darkness#agreement}
record ChestFit(Grid grid, Anatomy anatomy, List<Hemithorax> cavities, double agreement) {

    private static final int CELLS = 56;
    /// Grey values that are tried as the brightest of the air around the body, 0..1.
    private static final double[] OUTSIDE = {0.1, 0.25, 0.4, 0.55};

    private static final int CANDIDATES = 600;
    private static final int FINALISTS = 4;
    private static final int STEPS = 350;

    /// @param display rows x columns of `grid`, 0..1, dense is bright; the grid's spacing is not used
    static ChestFit of(float[] display, Grid grid, long seed) {
        return Arrays.stream(OUTSIDE)
                .mapToObj(outside -> of(Darkness.of(display, grid, CELLS, outside), grid, seed))
                .max(Comparator.comparingDouble(ChestFit::agreement))
                .orElseThrow();
    }

    private static ChestFit of(Darkness darkness, Grid grid, long seed) {
        List<ChestFit> candidates = new ArrayList<>();
        for (int i = 0; i < CANDIDATES; i++) {
            Draws draws = new Draws(seed + i, Draws.Part.FIT);
            double spacing = draws.uniform(28, 42) / Math.min(grid.rows(), grid.columns());
            Grid scaled = new Grid(grid.rows(), grid.columns(), spacing);
            PhantomRecipe.View view = draws.chance(0.5) ? PhantomRecipe.View.PA : PhantomRecipe.View.AP;
            Anatomy anatomy = Anatomy.draw(draws, scaled, view, PhantomRecipe.Chests.PLAIN);
            List<Hemithorax> cavities = List.of(half(anatomy, 0, draws), half(anatomy, 1, draws));
            candidates.add(new ChestFit(scaled, anatomy, cavities, darkness.agreement(cavities, spacing)));
        }
        candidates.sort(Comparator.comparingDouble(ChestFit::agreement).reversed());
        ChestFit best = candidates.getFirst();
        for (ChestFit finalist : candidates.subList(0, FINALISTS)) {
            ChestFit refined = finalist.refined(darkness, new Draws(seed, Draws.Part.FIT));
            best = refined.agreement > best.agreement ? refined : best;
        }
        return best;
    }

    private static Hemithorax half(Anatomy anatomy, int index, Draws draws) {
        return new Hemithorax(anatomy, index, PhantomRecipe.Chests.PLAIN, draws);
    }

    private ChestFit refined(Darkness darkness, Draws draws) {
        ChestFit best = this;
        for (int step = 0; step < STEPS; step++) {
            double size = 1.5 * Math.pow(0.1, step / (double) STEPS);
            Anatomy changed =
                    best.anatomy.jittered(value -> draws.chance(0.4) ? value + size * draws.gaussian() : value);
            List<Hemithorax> moved =
                    best.cavities.stream().map(cavity -> cavity.in(changed)).toList();
            double agreement = darkness.agreement(moved, grid.spacing());
            if (agreement > best.agreement) {
                best = new ChestFit(grid, changed, moved, agreement);
            }
        }
        return best;
    }
}
