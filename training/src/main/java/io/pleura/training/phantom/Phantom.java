package io.pleura.training.phantom;

import java.util.ArrayList;
import java.util.List;

/// A synthetic frontal chest radiograph with the exact place of its pneumothorax. The same recipe gives the same bits.
///
/// Method (ours): a parametric chest is reduced to centimetres of soft tissue and bone along each ray; Beer-Lambert
/// attenuation, scatter, quantum noise and vendor processing make the picture. A pneumothorax pulls the lung's outline
/// towards the hilum; the free air left behind is the mask, so no human marks it and no pixel of it is uncertain.
///
/// @param pixels rows x columns, row-major, 0..1, dense is bright
/// @param mask rows x columns, true where there is free air
public record Phantom(PhantomRecipe recipe, float[] pixels, boolean[] mask) {

    private static final int GROWTH_STEPS = 12;

    static Phantom of(PhantomRecipe recipe) {
        Grid grid = recipe.grid();
        Draws draws = new Draws(recipe.seed(), Draws.Part.ANATOMY);
        Anatomy anatomy = Anatomy.draw(draws, recipe);
        Tissue tissue = new Tissue(grid);
        anatomy.body(tissue, draws);
        List<LungField> lungs = lungs(recipe, anatomy, draws);
        Draws lesion = new Draws(recipe.seed(), Draws.Part.LESION);
        for (LungField lung : lungs) {
            double stiffer = lung.airPixels > 0 ? 1 + 0.5 * recipe.collapse() * recipe.collapse() : 1;
            lung.carve(tissue, anatomy.lungDensity() * stiffer);
            if (lung.airPixels > 0 && recipe.finding() != Finding.DEEP_SULCUS) { // a sulcus of air shows no line
                lung.pleuralLine(tissue, lesion.uniform(0.35, 0.9));
            }
            Vessels.grow(tissue, lung, anatomy.lungDensity(), draws);
            Vessels.texture(tissue, lung, draws);
            Skeleton.add(tissue, lung.cavity, anatomy.midline(), draws);
        }
        anatomy.mediastinum(tissue);
        new Distractors(tissue, anatomy, new Draws(recipe.seed(), Draws.Part.DISTRACTORS)).add(lungs);
        float[] pixels = Exposure.of(tissue, new Draws(recipe.seed(), Draws.Part.EXPOSURE));
        return new Phantom(recipe, pixels, air(lungs, grid));
    }

    /// The lungs of the image's left and right, collapsed as the recipe says and far enough to be seen.
    private static List<LungField> lungs(PhantomRecipe recipe, Anatomy anatomy, Draws draws) {
        Grid grid = recipe.grid();
        Draws lesion = new Draws(recipe.seed(), Draws.Part.COLLAPSE);
        List<LungField> lungs = new ArrayList<>();
        for (int index = 0; index < 2; index++) {
            LungField lung = new LungField(new Hemithorax(anatomy, index, draws), grid);
            if (recipe.positive() && recipe.side().includes(lung.cavity.direction)) {
                Draws.Wave ripple = lesion.wave(6, 0.02 + 0.02 * recipe.collapse());
                double collapse = recipe.collapse();
                LungField collapsed = lung.collapsedTo(recipe.finding(), collapse, ripple, grid);
                for (int i = 0; i < GROWTH_STEPS && tooSmall(collapsed, grid); i++) {
                    collapse *= 1.25;
                    collapsed = lung.collapsedTo(recipe.finding(), Math.min(1, collapse), ripple, grid);
                }
                lung = collapsed;
            }
            lungs.add(lung);
        }
        return lungs;
    }

    private static boolean tooSmall(LungField lung, Grid grid) {
        return lung.airPixels < PhantomRecipe.SMALLEST_LESION * grid.size();
    }

    private static boolean[] air(List<LungField> lungs, Grid grid) {
        boolean[] air = new boolean[grid.size()];
        for (LungField lung : lungs) {
            for (int k = 0; k < air.length; k++) {
                air[k] |= lung.air[k];
            }
        }
        return air;
    }

    int rows() {
        return recipe.rows();
    }

    int columns() {
        return recipe.columns();
    }

    public int maskPixels() {
        int count = 0;
        for (boolean set : mask) {
            count += set ? 1 : 0;
        }
        return count;
    }
}
