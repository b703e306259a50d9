package io.pleura.imaging.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The one preprocessing, against values worked out by hand and against a slow statement of its definition.
class ModelInputTest {

    /// Stretches nothing but 0..1, so that resized values show as they are.
    private static final Normalisation PLAIN = new Normalisation(0, 1, 0, 1);

    @Test
    void averagesTheAreaOfEachInputPixel() {
        GrayFrame frame = new GrayFrame(4, 4, new float[] {
            0, 0, 1, 1, //
            0, 0, 1, 1, //
            0, 1, 0.5f, 0.5f, //
            1, 0, 0.5f, 0.5f
        });

        assertThat(fill(frame, 2, PLAIN)).containsExactly(0, 1, 0.5f, 0.5f);
    }

    @Test
    void enlargesByLinearInterpolation() {
        GrayFrame frame = new GrayFrame(1, 2, new float[] {0, 1});
        float[] input = fill(frame, 4, PLAIN);

        // The image takes rows 1 and 2; the centres of its columns lie at 0.25, 0.75, 1.25 and 1.75 source pixels.
        assertThat(input).containsExactly(0, 0, 0, 0, 0, 0.25f, 0.75f, 1, 0, 0.25f, 0.75f, 1, 0, 0, 0, 0);
    }

    @Test
    void padsWithWhatBlackBecomes() {
        GrayFrame frame = new GrayFrame(2, 1, new float[] {0.2f, 0.8f});
        float[] input = fill(frame, 2, new Normalisation(0, 1, 0.5f, 0.25f));

        // Both columns of input are half image, half padding: their centres lie on its edges, of which the left is in.
        assertThat(input).containsExactly(-2, -2, 2, -2);
    }

    @Test
    void stretchesBetweenPercentilesOfTheImageAlone() {
        float[] values = new float[101 * 101];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.2f + 0.5f * (i / 101) / 100;
        }
        float[] input = fill(new GrayFrame(101, 101, values), 101, new Normalisation(0.1, 0.9, 0, 1));

        assertThat(input[0]).isZero();
        assertThat(input[10 * 101]).isCloseTo(0, within(1e-5f));
        assertThat(input[50 * 101]).isCloseTo(0.5f, within(1e-5f));
        assertThat(input[90 * 101]).isCloseTo(1, within(1e-5f));
        assertThat(input[100 * 101]).isEqualTo(1);
    }

    @Test
    void makesAConstantImageBlack() {
        assertThat(fill(new GrayFrame(1, 1, new float[] {0.7f}), 1, Normalisation.DEFAULT))
                .containsExactly(-2);
    }

    @ParameterizedTest
    @CsvSource({"100,80,32", "80,100,32", "33,47,32", "20,10,64"})
    void agreesWithItsDefinition(int rows, int columns, int size) {
        GrayFrame frame = random(rows, columns);
        float[] fast = fill(frame, size, PLAIN);
        float[] slow = slow(frame, Letterbox.fit(rows, columns, size));

        for (int i = 0; i < fast.length; i++) {
            assertThat(fast[i]).as("input pixel %d", i).isCloseTo(slow[i], within(1e-4f));
        }
    }

    @Test
    void showsAnImageThinnerThanAnInputPixel() {
        float[] values = new float[300];
        values[299] = 1;

        assertThat(fill(new GrayFrame(300, 1, values), 3, PLAIN)).containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 0);
        assertThat(fill(new GrayFrame(1, 300, values), 3, PLAIN)).containsExactly(0, 0, 0, 0, 0, 1, 0, 0, 0);
    }

    @Test
    void makesFramesSmallerByTheSameAverage() {
        GrayFrame frame = new GrayFrame(2, 4, new float[] {0, 1, 0.25f, 0.25f, 0, 1, 0.25f, 0.75f});

        GrayFrame smaller = frame.within(2);

        assertThat(smaller.rows()).isEqualTo(1);
        assertThat(smaller.values()).containsExactly(0.5f, 0.375f);
        assertThat(frame.within(4)).isSameAs(frame);
    }

    @Test
    void doesNotDependOnTheBuffer() {
        GrayFrame frame = random(40, 30);
        FloatBuffer direct = ByteBuffer.allocateDirect(3 * 16 * 16 * 4)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .position(256);
        ModelInput.fill(frame, Letterbox.fit(40, 30, 16), Normalisation.DEFAULT, direct);

        float[] copied = new float[256];
        assertThat(direct.position()).isEqualTo(512);
        direct.get(256, copied);
        assertThat(copied).isEqualTo(fill(frame, 16, Normalisation.DEFAULT));
    }

    private static float[] fill(GrayFrame frame, int size, Normalisation normalisation) {
        FloatBuffer out = FloatBuffer.allocate(size * size);
        ModelInput.fill(frame, Letterbox.fit(frame.rows(), frame.columns(), size), normalisation, out);
        return out.array();
    }

    private static GrayFrame random(int rows, int columns) {
        Random random = new Random(rows * 1000L + columns);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return new GrayFrame(rows, columns, values);
    }

    /// The definition, pixel by pixel in two dimensions: mean over a square of the source, stretched by the range.
    private static float[] slow(GrayFrame frame, Letterbox letterbox) {
        int size = letterbox.inputSize();
        double half = Math.max(1, 1 / letterbox.scale()) / 2;
        double[] means = new double[size * size];
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < means.length; i++) {
            double row = letterbox.row(i / size + 0.5);
            double column = letterbox.column(i % size + 0.5);
            boolean inside = row >= 0 && row < frame.rows() && column >= 0 && column < frame.columns();
            if (!inside) {
                means[i] = Double.NaN;
                continue;
            }
            means[i] = mean(frame, row, column, half);
            low = Math.min(low, means[i]);
            high = Math.max(high, means[i]);
        }
        float[] stretched = new float[means.length];
        for (int i = 0; i < means.length; i++) {
            stretched[i] = Double.isNaN(means[i]) ? 0 : (float) ((means[i] - low) / (high - low));
        }
        return stretched;
    }

    private static double mean(GrayFrame frame, double row, double column, double half) {
        double sum = 0;
        double area = 0;
        for (int y = 0; y < frame.rows(); y++) {
            for (int x = 0; x < frame.columns(); x++) {
                double height = Math.min(row + half, y + 1) - Math.max(row - half, y);
                double width = Math.min(column + half, x + 1) - Math.max(column - half, x);
                if (height > 0 && width > 0) {
                    sum += height * width * frame.values()[y * frame.columns() + x];
                    area += height * width;
                }
            }
        }
        return sum / area;
    }
}
