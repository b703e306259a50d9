package io.pleura.training.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackdropTest {

    private static final Phantom HEALTHY = Phantom.of(PhantomRecipe.draw(14, false));
    private static final Grid GRID = HEALTHY.recipe().grid();
    private static final Backdrop BACKDROP = Backdrop.of(GRID.rows(), GRID.columns(), HEALTHY.pixels(), 1);

    @Test
    void findsTheLungsWhereTheyAre() {
        ChestFit fit = BACKDROP.fit();
        boolean[] drawn = cavities(drawnCavities(HEALTHY.recipe()), GRID);
        assertThat(dice(cavities(fit.cavities(), fit.grid()), drawn)).isGreaterThan(0.7);
    }

    @Test
    void refusesAPictureWithoutLungs() {
        float[] noise = new float[128 * 128];
        Random random = new Random(1);
        for (int k = 0; k < noise.length; k++) {
            noise[k] = random.nextFloat();
        }
        assertThatThrownBy(() -> Backdrop.of(128, 128, noise, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no lungs found");
    }

    @Test
    void drawsTheSameBitsFromTheSameSeed() {
        Backdrop again = Backdrop.of(GRID.rows(), GRID.columns(), HEALTHY.pixels(), 1);
        assertThat(again.with(5, true).pixels())
                .isEqualTo(BACKDROP.with(5, true).pixels());
        assertThat(again.with(5, true).mask()).isEqualTo(BACKDROP.with(5, true).mask());
    }

    @Test
    void leavesThePictureItself() {
        float[] pixels = HEALTHY.pixels().clone();
        BACKDROP.with(6, true);
        assertThat(HEALTHY.pixels()).isEqualTo(pixels);
    }

    /// A network that finds the label anywhere but in the lungs has found a mistake of ours.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void givesTheLabelAwayNowhereButInTheLungs(long seed) {
        boolean[] lungs = cavities(BACKDROP.fit().cavities(), BACKDROP.fit().grid());
        boolean[] near = grown(lungs, 4);
        Backdrop.Drawn with = BACKDROP.with(seed, true);
        Backdrop.Drawn without = BACKDROP.with(seed, false);
        assertThat(with.traits()).isEqualTo(without.traits());
        for (int k = 0; k < near.length; k++) {
            if (!near[k]) {
                assertThat(with.pixels()[k]).isEqualTo(without.pixels()[k]);
            }
        }
    }

    /// Of the 0.11 here, 0.03 are vessels that are gone; the rest is lung that is.
    @Test
    void makesAirDarkerThanTheLungWas() {
        double darker = 0;
        int pixels = 0;
        for (long seed = 1; seed <= 20; seed++) {
            Backdrop.Drawn with = BACKDROP.with(seed, true);
            Backdrop.Drawn without = BACKDROP.with(seed, false);
            for (int k = 0; k < with.mask().length; k++) {
                if (with.mask()[k]) {
                    darker += without.pixels()[k] - with.pixels()[k];
                    pixels++;
                }
            }
        }
        assertThat(pixels).isGreaterThan(1000);
        assertThat(darker / pixels).isBetween(0.06, 0.2);
    }

    @Test
    void drawsNoLesionIntoNegatives() {
        for (long seed = 1; seed <= 5; seed++) {
            Backdrop.Drawn drawn = BACKDROP.with(seed, false);
            assertThat(drawn.finding()).isEqualTo(Finding.NONE);
            assertThat(drawn.mask()).doesNotContain(true);
        }
    }

    @Test
    void openingTakesWhatIsThinAndLeavesWhatIsWide() {
        Grid grid = new Grid(40, 40, 0.1);
        float[] image = new float[grid.size()];
        for (int row = 0; row < 40; row++) {
            image[row * 40 + 10] = 1; // a millimetre wide
            Arrays.fill(image, row * 40 + 22, row * 40 + 34, 1f); // 12 millimetres
        }
        float[] thin = TopHat.of(image, grid, 0.35);
        assertThat(thin[20 * 40 + 10]).isEqualTo(1f);
        assertThat(thin[20 * 40 + 28]).isZero();
        assertThat(thin[20 * 40 + 5]).isZero();
    }

    private static List<Hemithorax> drawnCavities(PhantomRecipe recipe) {
        Draws draws = new Draws(recipe.seed(), Draws.Part.ANATOMY);
        Anatomy anatomy = Anatomy.draw(draws, recipe.grid(), recipe.view(), recipe.chests());
        Body.add(new Tissue(recipe.grid()), anatomy, recipe.chests(), draws);
        List<Hemithorax> cavities = new ArrayList<>();
        for (int index = 0; index < 2; index++) {
            cavities.add(new Hemithorax(anatomy, index, recipe.chests(), draws));
        }
        return cavities;
    }

    private static boolean[] cavities(List<Hemithorax> cavities, Grid grid) {
        boolean[] inside = new boolean[grid.size()];
        for (int k = 0; k < inside.length; k++) {
            for (Hemithorax cavity : cavities) {
                inside[k] |= cavity.thickness(grid.x(k % grid.columns()), grid.y(k / grid.columns())) > 0;
            }
        }
        return inside;
    }

    /// With the pixels up to `reach` away: a blurred pleural line goes a little beyond.
    private static boolean[] grown(boolean[] mask, int reach) {
        boolean[] grown = new boolean[mask.length];
        for (int k = 0; k < mask.length; k++) {
            for (int row = -reach; mask[k] && row <= reach; row++) {
                for (int column = -reach; column <= reach; column++) {
                    int near = k + row * GRID.columns() + column;
                    if (near >= 0 && near < grown.length) {
                        grown[near] = true;
                    }
                }
            }
        }
        return grown;
    }

    private static double dice(boolean[] one, boolean[] other) {
        int both = 0;
        int all = 0;
        for (int k = 0; k < one.length; k++) {
            both += one[k] && other[k] ? 1 : 0;
            all += (one[k] ? 1 : 0) + (other[k] ? 1 : 0);
        }
        return 2.0 * both / all;
    }
}
