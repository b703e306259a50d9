package io.pleura.training.learning;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What one epoch reached; a line of `log.csv`.
///
/// @param loss mean over the training batches, before each step
/// @param learningRate of the last step
/// @param averaged the averaged weights on the validation images, where there are any
/// @param best whether the better of the two is the best so far
public record EpochFigures(
        int epoch,
        double loss,
        double learningRate,
        Measured live,
        @Nullable Measured averaged,
        boolean best) {

    /// One set of weights on the validation images.
    ///
    /// @param dice mean of the positives with masks on nodes, cut at logit 0; NaN where there is no map
    public record Measured(double loss, double auc, double dice) {

        /// What the best epoch has most of: AUC + Dice, and AUC alone where there is no map.
        public double merit() {
            return Double.isNaN(dice) ? auc : auc + dice;
        }

        private String csv() {
            return "%s,%s,%s".formatted(loss, auc, Double.isNaN(dice) ? "" : Double.toString(dice));
        }
    }

    private static final String HEADER = "epoch,training_loss,learning_rate,validation_loss,validation_auc,"
            + "validation_dice,averaged_loss,averaged_auc,averaged_dice,best";

    /// The averaged weights where they are better.
    public Measured better() {
        return averaged != null && averaged.merit() > live.merit() ? averaged : live;
    }

    public boolean averagedIsBetter() {
        return better() != live;
    }

    static String csv(List<EpochFigures> epochs) {
        StringBuilder csv = new StringBuilder(HEADER).append('\n');
        for (EpochFigures e : epochs) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%d,%s,%s,%s,%s,%d%n",
                    e.epoch,
                    e.loss,
                    e.learningRate,
                    e.live.csv(),
                    e.averaged == null ? ",," : e.averaged.csv(),
                    e.best ? 1 : 0));
        }
        return csv.toString();
    }
}
