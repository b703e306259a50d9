package io.pleura.training.evaluation;

import java.util.ArrayList;
import java.util.List;

/// Localization without a fixed operating point: over all cuts, the share of lesions that a region of the map touches
/// against the false regions per image (free-response ROC; Bunch et al. 1978). A map's regions above the cut are the
/// marks, an image's whole mask is one lesion. Images whose lesion has no mask are left out.
public final class Froc {

    /// @param sensitivity part of the masked positives with a region that touches the mask
    /// @param falseRegions per image, positives included
    public record Point(double cut, double sensitivity, double falseRegions) {}

    private Froc() {}

    /// At most `steps` points at cuts of equal rank among the images' scores, the highest cut first; none without maps.
    public static List<Point> curve(Evaluation evaluation, int steps) {
        double[] scores = evaluation.scores();
        List<Point> points = new ArrayList<>();
        if (!evaluation.hasMaps()) {
            return points;
        }
        for (int step = steps; step >= 1; step--) {
            points.add(point(evaluation, scores[(int) ((scores.length - 1L) * step / steps)]));
        }
        return points;
    }

    private static Point point(Evaluation evaluation, double cut) {
        int images = 0;
        int lesions = 0;
        int hits = 0;
        int falseRegions = 0;
        for (Scored image : evaluation.images()) {
            Overlap overlap = Overlap.of(image, cut);
            if (overlap.falseRegions() >= 0) {
                images++;
                lesions += image.positive() ? 1 : 0;
                hits += image.positive() && overlap.hit() ? 1 : 0;
                falseRegions += overlap.falseRegions();
            }
        }
        return new Point(cut, hits / (double) lesions, falseRegions / (double) images);
    }
}
