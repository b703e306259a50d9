package io.pleura.training.learning;

import io.pleura.training.ProgressLine;
import java.io.PrintWriter;

/// Shows a training run on the console.
public final class TrainingLog implements Trainer.Progress {

    private final PrintWriter out;
    private final int epochs;
    private final ProgressLine line;

    public TrainingLog(PrintWriter out, int epochs) {
        this.out = out;
        this.epochs = epochs;
        line = new ProgressLine(out);
    }

    @Override
    public void step(int epoch, int step, int steps, double loss) {
        line.at("epoch %d loss %.3f".formatted(epoch, loss), (epoch - 1 + step / (double) steps) / epochs);
    }

    @Override
    public void epoch(int epoch, double loss, double auc, double dice, boolean best) {
        out.printf(
                "epoch %d/%d: loss %.4f, validation AUC %.4f%s%s%n",
                epoch,
                epochs,
                loss,
                auc,
                Double.isNaN(dice) ? "" : ", Dice of positives %.3f".formatted(dice),
                best ? ", best so far" : "");
    }
}
