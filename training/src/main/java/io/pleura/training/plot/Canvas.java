package io.pleura.training.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/// Turns charts of XChart into PNG bytes, in one look. Knows whether this machine can draw text at all: without fonts
/// (fontconfig, FreeType) every drawing is {@link Drawing.Missing}.
final class Canvas {

    static final int WIDTH = 760;
    static final int HEIGHT = 460;
    static final int EDGE = 560;

    private static final int TICK_PIXELS = 70;

    private static final @Nullable String WHY_NOT = whyNot();

    /// Okabe and Ito's colours, told apart by colour-blind readers too.
    private static final Color[] COLOURS = {
        new Color(0x0072B2),
        new Color(0xD55E00),
        new Color(0x009E73),
        new Color(0xCC79A7),
        new Color(0xE69F00),
        new Color(0x56B4E9),
        new Color(0x000000)
    };

    private Canvas() {}

    static Drawing draw(Supplier<Chart<?, ?>> chart) {
        if (WHY_NOT != null) {
            return new Drawing.Missing(WHY_NOT);
        }
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(BitmapEncoder.getBufferedImage(chart.get()), "png", png);
            return new Drawing.Png(png.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    /// An empty chart in the common look.
    static XYChart chart(int width, int height, String title, String xTitle, String yTitle) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .title(title)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        style(chart.getStyler());
        return chart;
    }

    private static void style(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setSeriesColors(COLOURS)
                .setLegendBorderColor(Color.WHITE)
                .setLegendPosition(Styler.LegendPosition.OutsideS)
                .setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setPlotGridLinesColor(new Color(0xE0E0E0));
        styler.setDecimalPattern("0.###");
        styler.setXAxisTickMarkSpacingHint(TICK_PIXELS);
        styler.setYAxisTickMarkSpacingHint(TICK_PIXELS);
        styler.setLocale(Locale.ROOT);
    }

    /// Java learns that a machine has no fonts or no font library only by failing, with errors of several kinds.
    private static @Nullable String whyNot() {
        System.setProperty("java.awt.headless", "true");
        try {
            if (GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames().length == 0) {
                return "no plots: this machine has no fonts (on Debian: apt-get install fontconfig fonts-dejavu-core)";
            }
            BufferedImage probe = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            probe.createGraphics()
                    .getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 10))
                    .stringWidth("probe");
            return null;
        } catch (RuntimeException | LinkageError | InternalError e) {
            return "no plots: this machine cannot draw text (on Debian: apt-get install fontconfig fonts-dejavu-core"
                    + " libfreetype6): " + e;
        }
    }
}
