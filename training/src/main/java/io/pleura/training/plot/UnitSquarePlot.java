package io.pleura.training.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Curves between 0 and 1 on both axes beside the diagonal: ROC curves, reliability diagrams.
///
/// @param marked whether the points themselves matter and get marks
public record UnitSquarePlot(String title, String xTitle, String yTitle, boolean marked, List<Curve> curves) {

    private static final String DIAGONAL = "diagonal";

    public UnitSquarePlot {
        curves = List.copyOf(curves);
    }

    /// False-positive rate and sensitivity of each curve.
    public static UnitSquarePlot roc(String title, List<Curve> curves) {
        return new UnitSquarePlot(title, "1 - specificity", "sensitivity", false, curves);
    }

    /// Mean predicted probability and observed share of each bin.
    public static UnitSquarePlot reliability(String title, List<Curve> curves) {
        return new UnitSquarePlot(title, "mean predicted probability", "share of positives", true, curves);
    }

    public Drawing draw() {
        return Canvas.draw(this::chart);
    }

    private XYChart chart() {
        XYChart chart = Canvas.chart(Canvas.EDGE, Canvas.EDGE, title, xTitle, yTitle);
        chart.getStyler()
                .setXAxisMin(0.0)
                .setXAxisMax(1.0)
                .setYAxisMin(0.0)
                .setYAxisMax(1.0)
                .setLegendLayout(Styler.LegendLayout.Vertical);
        curves.stream().map(Curve::drawable).filter(curve -> !curve.isEmpty()).forEach(curve -> {
            XYSeries series = chart.addSeries(curve.name(), curve.x(), curve.y());
            series.setMarker(marked ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        });
        chart.addSeries(DIAGONAL, new double[] {0, 1}, new double[] {0, 1})
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(Color.GRAY)
                .setLineStyle(new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {4}, 0))
                .setShowInLegend(false);
        return chart;
    }
}
