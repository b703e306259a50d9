package io.pleura.training.plot;

import java.util.List;

/// Prints what came of one plot; a process of its own in {@link PlotTest}.
final class DrawsOnePlot {

    private DrawsOnePlot() {}

    public static void main(String[] arguments) {
        Drawing drawing = new LinePlot("loss", "epoch", "loss", List.of()).draw();
        System.out.println(
                switch (drawing) {
                    case Drawing.Png png -> "PNG";
                    case Drawing.Missing missing -> "MISSING " + missing.reason();
                });
    }
}
