package io.pleura.training.phantom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What healthy chests must have, too, so that a network does not take it for free air.
class HealthyChestTest {

    private static final float STOUT = 20; // centimetres of body

    @Test
    void gasLeavesTheWallsOfAThinBody() {
        float thin = 4;
        float thinnest = thin;
        for (long seed = 0; seed < 20; seed++) {
            for (float soft : new Chest(seed).withGas(thin).soft) {
                assertThat(soft).isLessThanOrEqualTo(thin);
                thinnest = Math.min(thinnest, soft);
            }
        }
        assertThat(thinnest).isEqualTo(3);
    }

    @Test
    void gasLiesBelowTheDiaphragmOfManyChests() {
        long gassy = LongStream.range(0, 60)
                .filter(seed -> {
                    Chest chest = new Chest(seed);
                    Tissue tissue = chest.withGas(STOUT);
                    Grid grid = tissue.grid;
                    double highest =
                            Math.min(chest.anatomy.dome()[0], chest.anatomy.dome()[1]) - 4;
                    int above = grid.row(highest) * grid.columns();
                    for (int k = 0; k < above; k++) {
                        assertThat(tissue.soft[k]).isEqualTo(STOUT);
                    }
                    for (float soft : tissue.soft) {
                        if (soft < STOUT - 1) {
                            return true;
                        }
                    }
                    return false;
                })
                .count();
        assertThat(gassy).isBetween(20L, 55L);
    }

    /// Costophrenic angles of every depth: lung beside the diaphragm, well below its dome.
    @Test
    void lungsReachFarDownBesideSomeDiaphragmsAndNotBesideOthers() {
        double[] depths = LongStream.range(0, 60)
                .mapToDouble(seed -> {
                    Chest chest = new Chest(seed);
                    Hemithorax half = chest.right;
                    double middle = chest.anatomy.midline() + half.direction * 0.42 * half.width;
                    double dome = lowest(half, middle);
                    double deepest = 0;
                    for (double part = 0.7; part < 1; part += 0.02) {
                        double x = chest.anatomy.midline() + half.direction * part * half.width;
                        deepest = Math.max(deepest, lowest(half, x) - dome);
                    }
                    return deepest;
                })
                .sorted()
                .toArray();
        assertThat(depths[6]).isLessThan(3);
        assertThat(depths[53]).isGreaterThan(4.5);
    }

    /// Centimetres from the top at which the lung ends at this x.
    private static double lowest(Hemithorax half, double x) {
        double lowest = half.top;
        for (double y = half.top; y < half.base + 12; y += 0.1) {
            lowest = half.thickness(x, y) > 0 ? y : lowest;
        }
        return lowest;
    }

    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53})
    void oneLungIsNotOfOneDensity(long seed) {
        Chest chest = new Chest(seed);
        LungField lung = new LungField(chest.right, chest.recipe.grid());
        Lucency lucency = Lucency.draw(
                chest.recipe.chests(), lung, chest.recipe.grid(), 0.25, new Draws(seed, Draws.Part.LUCENCY));
        double least = 1;
        double most = 0;
        for (int k = 0; k < lung.cavityPath.length; k++) {
            if (lung.cavityPath[k] > 0) {
                least = Math.min(least, lucency.at(k));
                most = Math.max(most, lucency.at(k));
            }
        }
        assertThat(least).isGreaterThanOrEqualTo(0.05);
        assertThat(most).isLessThanOrEqualTo(0.5).isGreaterThan(1.15 * least);
    }

    private static final class Chest {
        private final PhantomRecipe recipe;
        private final Anatomy anatomy;
        private final Hemithorax right;

        Chest(long seed) {
            recipe = PhantomRecipe.draw(seed, false, PhantomRecipe.Population.usual(PhantomRecipe.Chests.VARIED));
            Draws draws = new Draws(seed, Draws.Part.ANATOMY);
            anatomy = Anatomy.draw(draws, recipe.grid(), recipe.view(), recipe.chests());
            right = new Hemithorax(anatomy, 0, recipe.chests(), draws);
        }

        /// As much body everywhere, and in it the gas of this chest.
        Tissue withGas(float centimetres) {
            Tissue tissue = new Tissue(recipe.grid());
            Arrays.fill(tissue.soft, centimetres);
            Abdomen.add(tissue, anatomy, recipe.view(), new Draws(recipe.seed(), Draws.Part.ABDOMEN));
            return tissue;
        }
    }
}
