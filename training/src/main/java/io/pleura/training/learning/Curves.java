package io.pleura.training.learning;

import io.pleura.training.plot.Curve;
import io.pleura.training.plot.LinePlot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/// The log as pictures: `loss.png` and `metrics.png` in the run folder. Where this machine cannot draw there are none;
/// `log.csv` has the numbers.
record Curves(List<EpochFigures> epochs) {

    void saveTo(RunFolder run) throws IOException {
        List<Curve> losses = new ArrayList<>();
        losses.add(curve("training", EpochFigures::loss));
        losses.addAll(curves("validation", EpochFigures.Measured::loss));
        new LinePlot("Loss", "epoch", "loss", losses).draw().saveTo(run.folder().resolve("loss.png"));
        List<Curve> metrics = new ArrayList<>(curves("AUC", EpochFigures.Measured::auc));
        metrics.addAll(curves("Dice of positives", EpochFigures.Measured::dice));
        new LinePlot("Validation", "epoch", "", metrics)
                .draw()
                .saveTo(run.folder().resolve("metrics.png"));
    }

    /// Of the live and, where there are any, of the averaged weights.
    private List<Curve> curves(String name, ToDoubleFunction<EpochFigures.Measured> value) {
        List<Curve> curves = new ArrayList<>();
        curves.add(curve(name, epoch -> value.applyAsDouble(epoch.live())));
        if (epochs.stream().map(EpochFigures::averaged).allMatch(Objects::nonNull)) {
            curves.add(curve(
                    name + ", averaged weights",
                    epoch -> epoch.averaged() == null ? Double.NaN : value.applyAsDouble(epoch.averaged())));
        }
        return curves;
    }

    private Curve curve(String name, ToDoubleFunction<EpochFigures> value) {
        return Curve.ofSequence(name, epochs.stream().map(value::applyAsDouble).toList());
    }
}
