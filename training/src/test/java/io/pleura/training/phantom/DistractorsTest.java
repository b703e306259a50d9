package io.pleura.training.phantom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistractorsTest {

    /// Twins with and without pneumothorax share everything below the lungs, down to the noise's draws: the label
    /// decides the lesion and nothing else.
    @ParameterizedTest
    @CsvSource({"31, PLAIN", "32, VARIED", "33, VARIED"})
    void knowNothingOfTheLabel(long seed, PhantomRecipe.Chests chests) {
        PhantomRecipe.Population population = PhantomRecipe.Population.usual(chests);
        PhantomRecipe with = PhantomRecipe.draw(seed, true, population);
        PhantomRecipe without = PhantomRecipe.draw(seed, false, population);
        assertThat(with.view()).isEqualTo(without.view());
        assertThat(with.inverted()).isEqualTo(without.inverted());
        assertThat(with.grid()).isEqualTo(without.grid());
        Tissue one = tissue(with);
        Tissue other = tissue(without);
        assertThat(one.bone).isEqualTo(other.bone);
        assertThat(one.soft).isEqualTo(other.soft);
    }

    private static Tissue tissue(PhantomRecipe recipe) {
        Draws draws = new Draws(recipe.seed(), Draws.Part.ANATOMY);
        Anatomy anatomy = Anatomy.draw(draws, recipe.grid(), recipe.view(), recipe.chests());
        Tissue tissue = new Tissue(recipe.grid());
        LungField left = new LungField(new Hemithorax(anatomy, 0, recipe.chests(), draws), recipe.grid());
        LungField right = new LungField(new Hemithorax(anatomy, 1, recipe.chests(), draws), recipe.grid());
        Abdomen.add(tissue, anatomy, recipe.view(), new Draws(recipe.seed(), Draws.Part.ABDOMEN));
        new Distractors(tissue, anatomy, new Draws(recipe.seed(), Draws.Part.DISTRACTORS))
                .add(java.util.List.of(left, right), recipe);
        return tissue;
    }
}
