package io.pleura.training.evaluation;

import io.pleura.training.data.Example;

/// A map at an operating point's cut beside the mask.
///
/// @param nodes Dice (Dice 1945) of the nodes at or above the cut with those the mask pools to; NaN without lesion or
/// mask
/// @param pixels Dice at the mask's full resolution, of the map drawn as blocks: exact without the mask itself, since
/// the pooled coverage is its area in every node. What the map marks on the margin of the letterbox counts as wrong
/// @param regions connected regions of the map; -1 without map, 0 where they are not known
/// @param falseRegions those of them that touch no pixel of the mask; -1 without map, and where a lesion has no mask
public record Overlap(double nodes, double pixels, int regions, int falseRegions) {

    /// Of a model that says nothing of the place.
    public static final Overlap NO_MAP = new Overlap(Double.NaN, Double.NaN, -1, -1);

    /// Where only the Dice of a map is known, and not its regions.
    public static Overlap ofDice(double nodes, double pixels) {
        return new Overlap(nodes, pixels, 0, -1);
    }

    static Overlap of(Scored image, double logitCut) {
        if (!image.hasMap()) {
            return NO_MAP;
        }
        Regions regions = Regions.of(image.logits(), logitCut);
        Example example = image.example();
        if (!example.positive()) {
            return new Overlap(Double.NaN, Double.NaN, regions.count(), regions.count());
        }
        if (example.supervision() != Example.Supervision.MASK) {
            return new Overlap(Double.NaN, Double.NaN, regions.count(), -1);
        }
        return new Overlap(
                image.dice(logitCut),
                pixels(image, logitCut),
                regions.count(),
                regions.count() - regions.touching(example.coverage()));
    }

    private static double pixels(Scored image, double logitCut) {
        float[] coverage = image.example().coverage();
        double marked = 0;
        double both = 0;
        double lesion = 0;
        for (int node = 0; node < coverage.length; node++) {
            boolean above = image.logits()[node] >= logitCut;
            marked += above ? 1 : 0;
            both += above ? coverage[node] : 0;
            lesion += coverage[node];
        }
        return 2 * both / (marked + lesion);
    }

    public boolean hasMap() {
        return regions >= 0;
    }

    /// Whether a region of the map touches the lesion; false without map or mask.
    public boolean hit() {
        return falseRegions >= 0 && regions > falseRegions;
    }
}
