package io.pleura.training.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A synthetic frontal chest radiograph with the exact place of its pneumothorax. The same recipe gives the same bits.
///
/// Method (ours): a parametric chest is reduced to centimetres of soft tissue and bone along each ray; Beer-Lambert
/// attenuation, scatter, quantum noise and vendor processing make the picture. A pneumothorax pulls the lung's outline
/// towards the hilum; the free air left behind is the mask, so no human marks it and no pixel of it is uncertain.
///
/// @param pixels rows x columns, row-major, 0..1, dense is bright
/// @param mask rows x columns, true where there is free air
/// @param traits what else lies in the picture and could be mistaken for the diagnosis, for instance `chest tube`
public record Phantom(PhantomRecipe recipe, float[] pixels, boolean[] mask, Set<String> traits) {

    static Phantom of(PhantomRecipe recipe) {
        Grid grid = recipe.grid();
        Draws draws = new Draws(recipe.seed(), Draws.Part.ANATOMY);
        Draws lesion = new Draws(recipe.seed(), Draws.Part.LESION);
        double shift = recipe.finding() == Finding.TENSION ? lesion.uniform(1, 4) : 0;
        int direction = recipe.side() == PhantomRecipe.Side.RIGHT ? -1 : 1;
        Anatomy drawn = Anatomy.draw(draws, grid, recipe.view(), recipe.chests());
        Anatomy anatomy = shift > 0 ? drawn.underTension(direction, shift) : drawn;
        Tissue tissue = new Tissue(grid);
        Body.add(tissue, anatomy, recipe.chests(), draws);
        List<LungField> lungs = lungs(recipe, anatomy, draws);
        LungField.Line line = LungField.Line.draw(recipe.chests(), lesion);
        Draws lucency = new Draws(recipe.seed(), Draws.Part.LUCENCY);
        Vessels.Reach reach = Vessels.Reach.draw(recipe.chests(), lucency);
        for (LungField lung : lungs) {
            double lost = lung.airPixels / (double) Math.max(1, lung.cavityPixels());
            double density = anatomy.lungDensity() * (1 + lost);
            lung.carve(tissue, Lucency.draw(recipe.chests(), lung, grid, density, lucency));
            if (lung.airPixels > 0 && recipe.finding() != Finding.DEEP_SULCUS) { // a sulcus of air shows no line
                lung.pleuralLine(tissue, line);
            }
            Vessels.grow(tissue, lung, anatomy.lungDensity(), reach, draws);
            Vessels.texture(tissue, lung, recipe.chests(), draws);
            Skeleton.add(tissue, lung.cavity, anatomy.midline(), recipe.chests(), draws);
        }
        if (recipe.chests() == PhantomRecipe.Chests.VARIED) {
            Abdomen.add(tissue, anatomy, recipe.view(), new Draws(recipe.seed(), Draws.Part.ABDOMEN));
        }
        Opacities.add(tissue, lungs, anatomy.lungDensity(), recipe);
        anatomy.mediastinum(tissue, -direction * shift, recipe.chests(), draws);
        Draws things = new Draws(recipe.seed(), Draws.Part.DISTRACTORS);
        Set<String> traits = new Distractors(tissue, anatomy, things).add(lungs, recipe);
        float[] pixels = Exposure.of(tissue, recipe.chests(), new Draws(recipe.seed(), Draws.Part.EXPOSURE));
        Annotations.add(pixels, grid, recipe.view(), new Draws(recipe.seed(), Draws.Part.ANNOTATIONS));
        return new Phantom(recipe, pixels, LungField.air(lungs, grid), traits);
    }

    /// The lungs of the image's left and right, collapsed as the recipe says.
    private static List<LungField> lungs(PhantomRecipe recipe, Anatomy anatomy, Draws draws) {
        Grid grid = recipe.grid();
        Draws lesion = new Draws(recipe.seed(), Draws.Part.COLLAPSE);
        List<LungField> lungs = new ArrayList<>();
        for (int index = 0; index < 2; index++) {
            lungs.add(new LungField(new Hemithorax(anatomy, index, recipe.chests(), draws), grid)
                    .collapsedAs(recipe, lesion));
        }
        return lungs;
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
