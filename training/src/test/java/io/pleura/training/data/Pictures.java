package io.pleura.training.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/// Small pictures for tests of data sets.
final class Pictures {

    private Pictures() {}

    /// Noise of a seed.
    ///
    /// @param type of {@link BufferedImage}
    static void write(Path file, int rows, int columns, int type, long seed) throws IOException {
        BufferedImage picture = new BufferedImage(columns, rows, type);
        Random random = new Random(seed);
        for (int k = 0; k < rows * columns; k++) {
            int gray = random.nextInt(256);
            switch (type) {
                // Setting the colour of a gray picture would change its gray: Java takes gray to be linear.
                case BufferedImage.TYPE_BYTE_GRAY -> picture.getRaster().setSample(k % columns, k / columns, 0, gray);
                case BufferedImage.TYPE_USHORT_GRAY ->
                    picture.getRaster().setSample(k % columns, k / columns, 0, 257 * gray);
                default -> picture.setRGB(k % columns, k / columns, 0xFF << 24 | gray << 16 | gray << 8 | gray);
            }
        }
        save(file, picture);
    }

    /// White in a rectangle, black around it.
    static void writeMask(Path file, int rows, int columns, int top, int left, int height, int width)
            throws IOException {
        BufferedImage picture = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
        for (int row = top; row < top + height; row++) {
            for (int column = left; column < left + width; column++) {
                picture.getRaster().setSample(column, row, 0, 255);
            }
        }
        save(file, picture);
    }

    private static void save(Path file, BufferedImage picture) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        String name = file.toString();
        if (!ImageIO.write(picture, name.substring(name.lastIndexOf('.') + 1), file.toFile())) {
            throw new IOException("no writer for " + file);
        }
    }
}
