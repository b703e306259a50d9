package io.pleura.training.plot;

import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/// Clouds of points with y between 0 and 1, such as Dice over the size of a lesion.
///
/// @param logarithmic whether the x axis is; points with x of 0 or less are then left out
public record ScatterPlot(String title, String xTitle, String yTitle, boolean logarithmic, List<Curve> clouds) {

    private static final int MARKER_PIXELS = 5;

    public ScatterPlot {
        clouds = List.copyOf(clouds);
    }

    public Drawing draw() {
        return Canvas.draw(this::chart);
    }

    private XYChart chart() {
        XYChart chart = Canvas.chart(Canvas.WIDTH, Canvas.HEIGHT, title, xTitle, yTitle);
        chart.getStyler()
                .setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter)
                .setMarkerSize(MARKER_PIXELS);
        chart.getStyler().setXAxisLogarithmic(logarithmic).setYAxisMin(0.0).setYAxisMax(1.0);
        clouds.stream()
                .map(cloud -> logarithmic ? cloud.withPositiveX() : cloud.drawable())
                .filter(cloud -> !cloud.isEmpty())
                .forEach(cloud -> chart.addSeries(cloud.name(), cloud.x(), cloud.y()));
        return chart;
    }
}
