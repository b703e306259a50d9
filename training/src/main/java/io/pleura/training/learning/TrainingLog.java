package io.pleura.training.learning;

import io.pleura.training.ProgressLine;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/// Shows a training run on the console.
public final class TrainingLog implements Trainer.Progress {

    private final PrintWriter out;
    private final int epochs;
    private @Nullable ProgressLine line;

    public TrainingLog(PrintWriter out, int epochs) {
        this.out = out;
        this.epochs = epochs;
    }

    @Override
    public void step(int epoch, int step, int steps, double loss) {
        double done = (epoch - 1 + step / (double) steps) / epochs;
        if (line == null) { // a resumed run does not begin at 0
            line = new ProgressLine(out, done);
        }
        line.at("epoch %d loss %.3f".formatted(epoch, loss), done);
    }

    @Override
    public void epoch(EpochFigures figures) {
        out.printf(
                "epoch %d/%d: loss %.4f, validation %s%s%s%n",
                figures.epoch(),
                epochs,
                figures.loss(),
                words(figures.live()),
                figures.averaged() == null ? "" : ", averaged weights " + words(figures.averaged()),
                figures.best() ? ", best so far" : "");
        out.flush();
    }

    private static String words(EpochFigures.Measured measured) {
        String dice = Double.isNaN(measured.dice()) ? "" : ", Dice of positives %.3f".formatted(measured.dice());
        return "loss %.4f, AUC %.4f%s".formatted(measured.loss(), measured.auc(), dice);
    }
}
