package io.pleura.training.evaluation;

import java.util.ArrayList;
import java.util.List;

/// How well scores put positive images before negative ones, without any threshold. Equal scores are one step of the
/// curves. Where one of the classes is missing, its figures are NaN.
public final class Ranking {

    /// A cut between scores, falling: the images at or above it.
    ///
    /// @param cut positive is score >= cut
    public record Point(double cut, int truePositives, int falsePositives) {}

    private final int positives;
    private final int negatives;
    private final List<Point> points;

    private Ranking(Outcomes outcomes) {
        List<Outcome> images = outcomes.images();
        int[] falling = outcomes.falling();
        points = new ArrayList<>();
        points.add(new Point(Double.POSITIVE_INFINITY, 0, 0));
        int above = 0;
        int falseAbove = 0;
        for (int rank = 0; rank < falling.length; rank++) {
            Outcome image = images.get(falling[rank]);
            int weight = outcomes.weight(falling[rank]);
            above += image.positive() ? weight : 0;
            falseAbove += image.positive() ? 0 : weight;
            boolean tied =
                    rank + 1 < falling.length && images.get(falling[rank + 1]).score() == image.score();
            if (!tied) {
                points.add(new Point(image.score(), above, falseAbove));
            }
        }
        positives = above;
        negatives = falseAbove;
    }

    public static Ranking of(Outcomes outcomes) {
        return new Ranking(outcomes);
    }

    /// The ROC curve, from "no image" to "every image".
    public List<Point> points() {
        return List.copyOf(points);
    }

    public double sensitivity(Point point) {
        return point.truePositives() / (double) positives;
    }

    /// 1 - specificity.
    public double falsePositiveRate(Point point) {
        return point.falsePositives() / (double) negatives;
    }

    /// Area under the ROC curve by trapezoids: the chance that a positive image scores above a negative one, ties half
    /// (Hanley and McNeil 1982).
    public double auc() {
        double area = 0;
        for (int i = 1; i < points.size(); i++) {
            Point from = points.get(i - 1);
            Point to = points.get(i);
            area += (to.falsePositives() - from.falsePositives()) * (from.truePositives() + to.truePositives()) / 2.0;
        }
        return area / positives / negatives;
    }

    /// Mean precision at each positive image's rank, without interpolation (Manning, Raghavan and Schuetze 2008,
    /// section 8.4). That of random scores is the share of positives.
    public double averagePrecision() {
        double sum = 0;
        for (int i = 1; i < points.size(); i++) {
            Point to = points.get(i);
            int gained = to.truePositives() - points.get(i - 1).truePositives();
            sum += gained * (to.truePositives() / (double) (to.truePositives() + to.falsePositives()));
        }
        return sum / positives;
    }

    /// The highest sensitivity at a specificity of at least `specificity`, read off this very curve: a property of the
    /// ranking, not of any threshold that could have been chosen beforehand.
    public double sensitivityAt(double specificity) {
        double best = Double.NaN;
        for (Point point : points) {
            if (negatives > 0 && negatives - point.falsePositives() >= specificity * negatives - 1e-9) {
                best = sensitivity(point); // the points rise
            }
        }
        return best;
    }
}
