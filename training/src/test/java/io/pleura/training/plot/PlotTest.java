package io.pleura.training.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {

    private static final Curve CURVE = new Curve("a", new double[] {0, 0.5, 1}, new double[] {0, 0.8, 1});

    @Test
    void drawsEveryKindOfPlot() throws IOException {
        assertThat(colours(new LinePlot("loss", "epoch", "loss", List.of(CURVE)).draw()))
                .isGreaterThan(10);
        assertThat(colours(UnitSquarePlot.roc("ROC", List.of(CURVE)).draw())).isGreaterThan(10);
        assertThat(colours(UnitSquarePlot.reliability("calibration", List.of(CURVE))
                        .draw()))
                .isGreaterThan(10);
        assertThat(colours(new ScatterPlot("Dice", "size", "Dice", true, List.of(CURVE)).draw()))
                .isGreaterThan(10);
        HistogramPlot.Sample sample = new HistogramPlot.Sample("a", new double[] {1, 2, 2});
        assertThat(colours(new HistogramPlot("scores", "s", 4, List.of(sample)).draw()))
                .isGreaterThan(10);
    }

    /// A diverged or empty training must not end in a failed plot.
    @Test
    void leavesOutWhatIsNoNumber() throws IOException {
        Curve diverged = Curve.ofSequence("loss", List.of(1.0, Double.NaN, Double.POSITIVE_INFINITY));
        Curve never = Curve.ofSequence("never", List.of(Double.NaN));
        assertThat(diverged.drawable().x()).containsExactly(1);
        assertThat(colours(new LinePlot("loss", "epoch", "loss", List.of(diverged, never)).draw()))
                .isGreaterThan(10);
        assertThat(colours(new LinePlot("nothing", "epoch", "loss", List.of()).draw()))
                .isGreaterThan(1);
    }

    @Test
    void countsTheValuesOfEachBin() {
        HistogramPlot plot = new HistogramPlot(
                "t",
                "x",
                2,
                List.of(
                        new HistogramPlot.Sample("a", new double[] {0, 1, 4, Double.NaN}),
                        new HistogramPlot.Sample("b", new double[] {2})));
        assertThat(plot.steps().getFirst().x()).containsExactly(0, 2, 4);
        assertThat(plot.steps().getFirst().y()).containsExactly(2, 1, 0);
        assertThat(plot.steps().getLast().y()).containsExactly(0, 1, 0);
    }

    /// A child process whose font configuration names no folder of fonts.
    @Test
    void saysSoWhereTheMachineHasNoFonts(@TempDir Path folder) throws Exception {
        Path none = folder.resolve("fonts.conf");
        Files.writeString(none, "<?xml version=\"1.0\"?><fontconfig></fontconfig>");
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "fontconfig is Linux'");
        ProcessBuilder child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + folder, // where Java remembers the fonts that it once found
                "-cp",
                System.getProperty("java.class.path"),
                DrawsOnePlot.class.getName());
        child.environment().put("FONTCONFIG_FILE", none.toString());
        Process process = child.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output).contains("MISSING no plots: this machine");
        assertThat(process.exitValue()).isZero();
    }

    private static long colours(Drawing drawing) throws IOException {
        return switch (drawing) {
            case Drawing.Png png -> {
                BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png.bytes()));
                int[] pixels =
                        picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
                yield Arrays.stream(pixels).distinct().count();
            }
            case Drawing.Missing missing -> {
                Assumptions.abort(missing.reason());
                yield 0;
            }
        };
    }
}
