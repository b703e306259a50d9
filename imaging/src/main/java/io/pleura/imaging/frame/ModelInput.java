package io.pleura.imaging.frame;

import java.nio.FloatBuffer;
import java.util.Arrays;

/// Makes the model's input from a frame. The one implementation for training, inference and viewer.
///
/// Each input pixel is the mean of the frame over a square around its centre, one input pixel wide, or one source pixel
/// where the image is enlarged (which then is linear interpolation). The percentiles are those of the input pixels
/// whose centre lies in the image; the others are padding and get what a black pixel gets.
public final class ModelInput {

    private ModelInput() {}

    /// Writes inputSize * inputSize floats, row-major, at the buffer's position and moves it on.
    ///
    /// @param frame the image, or one made smaller that shows all of it
    /// @param letterbox of the image
    public static void fill(GrayFrame frame, Letterbox letterbox, Normalisation normalisation, FloatBuffer out) {
        if (!isOrShows(frame.rows(), letterbox.rows()) || !isOrShows(frame.columns(), letterbox.columns())) {
            throw new IllegalArgumentException("the letterbox is that of another frame");
        }
        int size = letterbox.inputSize();
        AreaResize.Axis vertical = axis(frame.rows(), letterbox.rows(), letterbox, letterbox.offsetY());
        AreaResize.Axis horizontal = axis(frame.columns(), letterbox.columns(), letterbox, letterbox.offsetX());
        float[] image = AreaResize.resize(frame.values(), frame.columns(), vertical, horizontal);
        float[] sorted = image.clone();
        Arrays.sort(sorted);
        float low = percentile(sorted, normalisation.lowPercentile());
        float high = percentile(sorted, normalisation.highPercentile());
        float[] input = new float[size * size];
        Arrays.fill(input, normalisation.normalise(0));
        int width = horizontal.count();
        for (int y = 0; y < vertical.count(); y++) {
            for (int x = 0; x < width; x++) {
                float stretched = stretch(image[y * width + x], low, high);
                input[(vertical.first() + y) * size + horizontal.first() + x] = normalisation.normalise(stretched);
            }
        }
        out.put(input);
    }

    /// A side halved any number of times, rounded up each time, has so many pixels.
    private static boolean isOrShows(int length, int imageLength) {
        int halved = imageLength;
        while (halved > length && halved > 1) {
            halved = Math.ceilDiv(halved, 2);
        }
        return halved == length;
    }

    private static AreaResize.Axis axis(int length, int imageLength, Letterbox letterbox, double offset) {
        return AreaResize.Axis.of(length, letterbox.inputSize(), letterbox.scale() * imageLength / length, offset);
    }

    private static float stretch(float value, float low, float high) {
        return high > low ? Math.clamp((value - low) / (high - low), 0f, 1f) : 0f;
    }

    /// Linear between the two nearest ranks.
    private static float percentile(float[] sorted, double fraction) {
        double rank = fraction * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return (float) (sorted[below] + (rank - below) * (sorted[above] - sorted[below]));
    }
}
