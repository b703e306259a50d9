package io.pleura.training.plot;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// How often values fall into bins of equal width between the smallest and the largest of all samples, as filled steps
/// that lie over one another.
public record HistogramPlot(String title, String xTitle, int bins, List<Sample> samples) {

    private static final int MOST_BINS = 1000;

    /// Named values; infinite ones and those that are no numbers are not counted.
    public record Sample(String name, double[] values) {}

    public HistogramPlot {
        if (bins < 1 || bins > MOST_BINS) {
            throw new IllegalArgumentException("bins must be 1.." + MOST_BINS + ", are " + bins);
        }
        samples = List.copyOf(samples);
    }

    public Drawing draw() {
        return Canvas.draw(this::chart);
    }

    private XYChart chart() {
        XYChart chart = Canvas.chart(Canvas.WIDTH, Canvas.HEIGHT, title, xTitle, "images");
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.StepArea);
        chart.getStyler().setSeriesColors(translucent(chart.getStyler().getSeriesColors()));
        steps().forEach(step -> chart.addSeries(step.name(), step.x(), step.y()).setMarker(SeriesMarkers.NONE));
        return chart;
    }

    /// One curve a sample with values: the lower edge of every bin and its count, closed by zero.
    List<Curve> steps() {
        double[] all = samples.stream()
                .flatMapToDouble(sample -> Arrays.stream(sample.values()))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        List<Curve> steps = new ArrayList<>();
        if (all.length == 0) {
            return steps;
        }
        double lowest = all[0];
        double width = all[all.length - 1] > lowest ? (all[all.length - 1] - lowest) / bins : 1.0 / bins;
        for (Sample sample : samples) {
            double[] edges = new double[bins + 1];
            double[] counts = new double[bins + 1];
            Arrays.setAll(edges, bin -> lowest + bin * width);
            for (double value : sample.values()) {
                if (Double.isFinite(value)) {
                    counts[Math.min(bins - 1, (int) ((value - lowest) / width))]++;
                }
            }
            steps.add(new Curve(sample.name(), edges, counts));
        }
        return steps;
    }

    private static Color[] translucent(Color[] colours) {
        int opacity = 140;
        return Arrays.stream(colours)
                .map(c -> new Color(c.getRed(), c.getGreen(), c.getBlue(), opacity))
                .toArray(Color[]::new);
    }
}
