package io.pleura.training.report;

import io.pleura.imaging.frame.GrayFrame;
import io.pleura.training.data.Example;
import io.pleura.training.data.LabelledPicture;
import io.pleura.training.data.RunLengthMask;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/// An image of a data set twice, bare and with its mask (green) or boxes (orange) outlined; and where the masks
/// of a data set lie. Drawn without text, so that no fonts are needed.
final class LesionPicture {

    private static final int EDGE = 320;
    private static final int MASK = 0x00C878;
    private static final int BOXES = 0xFF8C1A;
    private static final int HEAT_SCALE = 5;

    private LesionPicture() {}

    static byte[] png(LabelledPicture labelled) {
        GrayFrame small = labelled.frame().within(EDGE);
        int rows = small.rows();
        int columns = small.columns();
        boolean[] inside = inside(labelled.lesion(), rows, columns);
        int colour = labelled.supervision() == Example.Supervision.BOXES ? BOXES : MASK;
        BufferedImage picture = new BufferedImage(2 * columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int gray = Math.round(255 * Math.clamp(small.values()[row * columns + column], 0f, 1f));
                picture.setRGB(column, row, gray << 16 | gray << 8 | gray);
                boolean line = onOutline(inside, row, column, rows, columns);
                picture.setRGB(columns + column, row, line ? colour : gray << 16 | gray << 8 | gray);
            }
        }
        return png(picture);
    }

    /// White where no mask lies, dark red where most do.
    ///
    /// @param occupancy cells x cells, row-major
    static byte[] heat(double[] occupancy, int cells) {
        double most = 0;
        for (double value : occupancy) {
            most = Math.max(most, value);
        }
        int edge = cells * HEAT_SCALE;
        BufferedImage picture = new BufferedImage(edge, edge, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < edge; row++) {
            for (int column = 0; column < edge; column++) {
                double value = occupancy[row / HEAT_SCALE * cells + column / HEAT_SCALE] / Math.max(most, 1e-12);
                int red = (int) Math.round(255 - 128 * Math.max(0, value - 0.5));
                int others = (int) Math.round(255 * (1 - value));
                picture.setRGB(column, row, red << 16 | others << 8 | others);
            }
        }
        return png(picture);
    }

    /// The mask at the size of the picture: a pixel is inside where the mask touches it.
    private static boolean[] inside(RunLengthMask mask, int rows, int columns) {
        boolean[] inside = new boolean[rows * columns];
        for (RunLengthMask.Run run : mask.runs()) {
            for (int pixel = run.start(); pixel < run.end(); pixel++) {
                int row = (int) ((long) (pixel % mask.rows()) * rows / mask.rows());
                int column = (int) ((long) (pixel / mask.rows()) * columns / mask.columns());
                inside[row * columns + column] = true;
            }
        }
        return inside;
    }

    private static boolean onOutline(boolean[] inside, int row, int column, int rows, int columns) {
        int pixel = row * columns + column;
        return inside[pixel]
                && (row == 0
                        || row == rows - 1
                        || column == 0
                        || column == columns - 1
                        || !inside[pixel - 1]
                        || !inside[pixel + 1]
                        || !inside[pixel - columns]
                        || !inside[pixel + columns]);
    }

    private static byte[] png(BufferedImage picture) {
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(picture, "png", png);
            return png.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }
}
