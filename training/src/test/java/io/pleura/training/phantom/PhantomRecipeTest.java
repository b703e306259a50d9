package io.pleura.training.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhantomRecipeTest {

    private static final List<PhantomRecipe> POSITIVES = LongStream.range(0, 4000)
            .mapToObj(seed -> PhantomRecipe.draw(seed, true))
            .toList();

    /// Whole and tension pneumothoraces are larger on purpose and left out.
    @ParameterizedTest
    @CsvSource({"0.25", "0.5", "0.75", "0.9"})
    void drawsLesionsAsLargeAsThoseOfSiim(double probability) throws IOException {
        double[] areas = POSITIVES.stream()
                .filter(recipe -> recipe.finding() != Finding.COMPLETE && recipe.finding() != Finding.TENSION)
                .mapToDouble(PhantomRecipe::area)
                .sorted()
                .toArray();
        double wanted = siimArea(probability);
        assertThat(areas[(int) (probability * areas.length)]).isCloseTo(wanted, within(0.15 * wanted));
    }

    private static double siimArea(double probability) throws IOException {
        JsonNode statistics = new ObjectMapper()
                .readTree(Objects.requireNonNull(PhantomRecipe.class.getResource("siim-mask-statistics.json")));
        int index = 0;
        while (statistics.path("probabilities").get(index).asDouble() < probability) {
            index++;
        }
        return statistics.path("all").path("area").get(index).asDouble();
    }

    @Test
    void drawsTheSideOfSiimMasks() {
        assertThat(share(recipe -> recipe.side() == PhantomRecipe.Side.RIGHT)).isCloseTo(0.55, within(0.05));
        assertThat(share(recipe -> recipe.side() == PhantomRecipe.Side.BOTH)).isCloseTo(0.07, within(0.03));
    }

    @Test
    void drawsEveryKind() {
        for (Finding finding : Finding.values()) {
            assertThat(share(recipe -> recipe.finding() == finding))
                    .as(finding.name())
                    .isGreaterThan(finding == Finding.NONE ? -1 : 0.04);
        }
    }

    private static double share(Predicate<PhantomRecipe> wanted) {
        return POSITIVES.stream().filter(wanted).count() / (double) POSITIVES.size();
    }

    @Test
    void drawsTheShareOfLargeLesionsThatIsAskedForAndLeavesTheOthersAsTheyWere() {
        PhantomRecipe.Population population =
                new PhantomRecipe.Population(PhantomRecipe.Drains.INDEPENDENT, 0.25, PhantomRecipe.Chests.PLAIN);
        List<PhantomRecipe> changed = POSITIVES.stream()
                .map(usual -> PhantomRecipe.draw(usual.seed(), true, population))
                .filter(recipe -> !POSITIVES.contains(recipe))
                .toList();
        assertThat(changed.size() / (double) POSITIVES.size()).isCloseTo(0.25, within(0.03));
        assertThat(changed)
                .allMatch(recipe -> recipe.area() >= PhantomRecipe.LARGE_LESION)
                .noneMatch(recipe -> recipe.finding() == Finding.TENSION && recipe.side() == PhantomRecipe.Side.BOTH);
        assertThat(changed).map(PhantomRecipe::finding).containsOnly(Finding.COMPLETE, Finding.TENSION);
    }

    @Test
    void drawsNoLesionWhereThereIsNone() {
        PhantomRecipe.Population largest =
                new PhantomRecipe.Population(PhantomRecipe.Drains.INDEPENDENT, 1, PhantomRecipe.Chests.PLAIN);
        assertThat(PhantomRecipe.draw(77, false, largest)).isEqualTo(PhantomRecipe.draw(77, false));
    }

    @Test
    void drawsLesionsAsLargeAsAskedFor() {
        PhantomRecipe.Population largest =
                new PhantomRecipe.Population(PhantomRecipe.Drains.INDEPENDENT, 1, PhantomRecipe.Chests.PLAIN);
        for (long seed = 0; seed < 12; seed++) {
            Phantom phantom = Phantom.of(PhantomRecipe.draw(seed, true, largest));
            assertThat(phantom.maskPixels() / (double) phantom.mask().length)
                    .as("seed %d", seed)
                    .isGreaterThan(0.9 * PhantomRecipe.LARGE_LESION);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            INDEPENDENT, 0.00, 0.25
            SHORTCUT,    0.30, 1.00
            """)
    void putsChestTubesWherePneumothoracesAreOnlyWhenAskedTo(
            PhantomRecipe.Drains drains, double leastDifference, double mostDifference) {
        double with = tubes(drains, true);
        double without = tubes(drains, false);
        assertThat(with - without).isBetween(leastDifference - 1e-9, mostDifference);
        assertThat(drains == PhantomRecipe.Drains.INDEPENDENT).isEqualTo(with == without);
    }

    private static double tubes(PhantomRecipe.Drains drains, boolean positive) {
        PhantomRecipe.Population population = new PhantomRecipe.Population(drains, 0, PhantomRecipe.Chests.PLAIN);
        long[] seeds = LongStream.range(500, 516).toArray();
        return Arrays.stream(seeds)
                        .filter(seed -> PhantomStudies.make(seed, positive, population)
                                .traits()
                                .contains(Distractors.CHEST_TUBE))
                        .count()
                / (double) seeds.length;
    }
}
