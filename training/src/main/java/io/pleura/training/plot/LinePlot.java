package io.pleura.training.plot;

import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Curves over a common axis, such as a loss over the epochs.
public record LinePlot(String title, String xTitle, String yTitle, List<Curve> curves) {

    public LinePlot {
        curves = List.copyOf(curves);
    }

    public Drawing draw() {
        return Canvas.draw(this::chart);
    }

    private XYChart chart() {
        XYChart chart = Canvas.chart(Canvas.WIDTH, Canvas.HEIGHT, title, xTitle, yTitle);
        curves.stream().map(Curve::drawable).filter(curve -> !curve.isEmpty()).forEach(curve -> chart.addSeries(
                        curve.name(), curve.x(), curve.y())
                .setMarker(SeriesMarkers.NONE));
        return chart;
    }
}
