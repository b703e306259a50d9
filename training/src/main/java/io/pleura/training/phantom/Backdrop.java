package io.pleura.training.phantom;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// A radiograph without pneumothorax into which one is drawn: real bodies, ribs and grey values, and still a mask
/// that is exact.
///
/// Method (ours): the phantoms' chest is fitted to the radiograph ({@link ChestFit}), a lung of it collapses as in a
/// phantom, and the difference in centimetres of tissue is added to the grey values at the rate that lies between
/// this radiograph's lungs and the rest of its body. Where air takes the lung's place its vessels go: what is bright
/// and thinner than a rib is opened away. That also happens in round places without a lesion, and tubes, leads and
/// skin folds are drawn into positive and negative pictures alike, so that none of them says what the label is.
public final class Backdrop {

    /// A correlation below which the fit has found something else than lungs.
    private static final double LEAST_AGREEMENT = 0.68;

    private static final double VESSEL_CENTIMETRES = 0.35;
    /// Centimetres of tissue between what lies over lung and what does not.
    private static final double LUNG_CENTIMETRES = 9;

    /// Grey of a centimetre that is believed at least and at most, whatever the picture's tones.
    private static final double FAINTEST = 0.012;

    private static final double STRONGEST = 0.08;

    private static final double BONE_AS_SOFT = 2.4; // attenuation of bone over that of water at 60 to 70 keV

    private final ChestFit fit;
    private final float[] display;
    private final float[] vessels;
    private final double greyPerCentimetre;

    private Backdrop(ChestFit fit, float[] display) {
        this.fit = fit;
        this.display = display;
        vessels = TopHat.of(display, fit.grid(), VESSEL_CENTIMETRES);
        greyPerCentimetre = greyPerCentimetre(fit, display);
    }

    /// @param display rows x columns, row-major, 0..1, dense is bright
    /// @throws IllegalArgumentException where no lungs are found
    public static Backdrop of(int rows, int columns, float[] display, long seed) {
        ChestFit fit = ChestFit.of(display, new Grid(rows, columns, 1), seed);
        if (fit.agreement() < LEAST_AGREEMENT) {
            throw new IllegalArgumentException("no lungs found (agreement %.2f)".formatted(fit.agreement()));
        }
        return new Backdrop(fit, display);
    }

    ChestFit fit() {
        return fit;
    }

    /// @param pixels rows x columns, 0..1
    /// @param mask true where there is free air
    public record Drawn(float[] pixels, boolean[] mask, Finding finding, Set<String> traits) {}

    /// The radiograph with what the seed says: a lesion if it is to be positive, and distractors in any case.
    public Drawn with(long seed, boolean positive) {
        Grid grid = fit.grid();
        PhantomRecipe recipe = PhantomRecipe.draw(seed, positive).on(grid);
        Draws lesion = new Draws(seed, Draws.Part.COLLAPSE);
        List<LungField> lungs = fit.cavities().stream()
                .map(cavity -> new LungField(cavity, grid).collapsedAs(recipe, lesion))
                .toList();
        boolean[] air = LungField.air(lungs, grid);
        Tissue added = new Tissue(grid);
        collapse(lungs, recipe.finding(), lesion, added);
        float[] pixels = display.clone();
        withoutVessels(pixels, air, lesion.uniform(0.6, 0.95) * (1 - recipe.overlap()));
        Draws things = new Draws(seed, Draws.Part.DISTRACTORS);
        if (things.chance(0.5)) {
            withoutVessels(pixels, blister(lungs.get(things.below(2)), things), things.uniform(0.6, 0.95));
        }
        Set<String> traits = new Distractors(added, fit.anatomy(), things).add(lungs, recipe);
        for (int k = 0; k < pixels.length; k++) {
            double centimetres = added.soft[k] + BONE_AS_SOFT * added.bone[k];
            pixels[k] = (float) Math.clamp(pixels[k] + greyPerCentimetre * centimetres, 0, 1);
        }
        return new Drawn(pixels, air, recipe.finding(), traits);
    }

    private static void collapse(List<LungField> lungs, Finding finding, Draws lesion, Tissue added) {
        double density = lesion.uniform(0.2, 0.36);
        LungField.Line line = LungField.Line.draw(PhantomRecipe.Chests.PLAIN, lesion);
        for (LungField lung : lungs) {
            if (lung.airPixels > 0) {
                deflate(lung, density, added);
                if (finding != Finding.DEEP_SULCUS) { // a sulcus of air shows no line
                    lung.pleuralLine(added, line);
                }
            }
        }
    }

    /// What is left of the lung holds all its blood and is denser for it.
    private static void deflate(LungField lung, double density, Tissue added) {
        double lost = lung.airPixels / (double) Math.max(1, lung.cavityPixels());
        for (int k = 0; k < lung.cavityPath.length; k++) {
            added.soft[k] += (float) (density * (lung.aerated(k) * (1 + lost) - lung.cavityPath[k]));
        }
    }

    private void withoutVessels(float[] pixels, boolean[] where, double share) {
        for (int k = 0; k < pixels.length; k++) {
            if (where[k]) {
                pixels[k] -= (float) (share * vessels[k]);
            }
        }
    }

    /// A round place in a lung.
    private boolean[] blister(LungField lung, Draws draws) {
        Hemithorax cavity = lung.cavity;
        double x = cavity.hilumX + cavity.direction * draws.uniform(2, 9);
        double y = cavity.top + draws.uniform(0.5, 14);
        double radius = draws.uniform(1, 3.5);
        Grid grid = fit.grid();
        boolean[] inside = new boolean[grid.size()];
        for (int k = 0; k < inside.length; k++) {
            double away = Math.hypot(grid.x(k % grid.columns()) - x, grid.y(k / grid.columns()) - y);
            inside[k] = lung.lungPath[k] > 0 && away < radius;
        }
        return inside;
    }

    /// From the step between the lungs' grey and that of the body beside them, 0..1 a centimetre of soft tissue.
    private static double greyPerCentimetre(ChestFit fit, float[] display) {
        Grid grid = fit.grid();
        float[] lung = new float[display.length];
        float[] other = new float[display.length];
        int lungs = 0;
        int others = 0;
        for (int k = 0; k < display.length; k++) {
            double x = grid.x(k % grid.columns());
            double y = grid.y(k / grid.columns());
            double path = fit.cavities().get(0).thickness(x, y)
                    + fit.cavities().get(1).thickness(x, y);
            if (path > LUNG_CENTIMETRES) {
                lung[lungs++] = display[k];
            } else if (path <= 0) {
                other[others++] = display[k];
            }
        }
        double step = percentile(other, others, 0.6) - percentile(lung, lungs, 0.5);
        return Math.clamp(step / LUNG_CENTIMETRES, FAINTEST, STRONGEST);
    }

    private static double percentile(float[] values, int count, double rank) {
        float[] sorted = Arrays.copyOf(values, Math.max(1, count));
        Arrays.sort(sorted);
        return sorted[(int) (rank * (sorted.length - 1))];
    }
}
