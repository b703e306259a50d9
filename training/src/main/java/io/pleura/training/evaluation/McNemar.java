package io.pleura.training.evaluation;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/// Whether two models differ in how many images they judge rightly (McNemar 1947), by the exact binomial test on the
/// images that only one of them judges rightly.
///
/// @param onlyFirst images that only the first model judges rightly
/// @param p two-sided
public record McNemar(int onlyFirst, int onlySecond, double p) {

    public static McNemar of(Outcomes first, Outcomes second) {
        Pairs.check(first, second);
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int i = 0; i < first.images().size(); i++) {
            boolean right = isRight(first.images().get(i));
            boolean otherRight = isRight(second.images().get(i));
            onlyFirst += right && !otherRight ? 1 : 0;
            onlySecond += !right && otherRight ? 1 : 0;
        }
        return of(onlyFirst, onlySecond);
    }

    static McNemar of(int onlyFirst, int onlySecond) {
        int discordant = onlyFirst + onlySecond;
        double p = discordant == 0
                ? 1
                : 2 * BinomialDistribution.of(discordant, 0.5).cumulativeProbability(Math.min(onlyFirst, onlySecond));
        return new McNemar(onlyFirst, onlySecond, Math.min(1, p));
    }

    private static boolean isRight(Outcome image) {
        return image.called() == image.positive();
    }
}
