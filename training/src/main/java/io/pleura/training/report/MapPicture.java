package io.pleura.training.report;

import io.pleura.training.data.Example;
import io.pleura.training.data.NodeTargets;
import io.pleura.training.evaluation.Scored;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/// An image as the network sees it, twice: bare, and with the outlines of the mask's nodes (green) and of the map above
/// the cut (orange). Drawn without text, so that no fonts are needed.
final class MapPicture {

    private static final int EDGE = 320;
    private static final Color MASK = new Color(0x00C878);
    private static final Color MAP = new Color(0xFF8C1A);

    private MapPicture() {}

    /// @param example the image with its pixels
    static byte[] png(Scored image, Example example, double cut) {
        System.setProperty("java.awt.headless", "true");
        BufferedImage picture = new BufferedImage(2 * EDGE, EDGE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        BufferedImage bare = grey(example);
        graphics.drawImage(bare, 0, 0, EDGE, EDGE, null);
        graphics.translate(EDGE, 0);
        graphics.drawImage(bare, 0, 0, EDGE, EDGE, null);
        int edge = (int) Math.round(Math.sqrt(image.logits().length));
        boolean[] lesion = new boolean[edge * edge];
        boolean[] marked = new boolean[edge * edge];
        float[] targets = NodeTargets.of(image.example().coverage()).targets();
        for (int node = 0; node < marked.length; node++) {
            lesion[node] = targets[node] == 1;
            marked[node] = image.logits()[node] >= cut;
        }
        graphics.setStroke(new BasicStroke(2));
        graphics.setColor(MASK);
        outline(graphics, lesion, edge, 1);
        graphics.setColor(MAP);
        outline(graphics, marked, edge, 0);
        graphics.dispose();
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(picture, "png", png);
            return png.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    private static BufferedImage grey(Example example) {
        BufferedImage grey = new BufferedImage(example.size(), example.size(), BufferedImage.TYPE_BYTE_GRAY);
        for (int pixel = 0; pixel < example.pixels().length; pixel++) {
            grey.getRaster()
                    .setSample(
                            pixel % example.size(),
                            pixel / example.size(),
                            0,
                            Math.round(255 * example.display(pixel)));
        }
        return grey;
    }

    /// Lines between nodes inside and nodes outside, `inset` pixels further in so that two outlines stay apart.
    private static void outline(Graphics2D graphics, boolean[] inside, int edge, int inset) {
        for (int row = 0; row < edge; row++) {
            for (int column = 0; column < edge; column++) {
                if (inside[row * edge + column]) {
                    int left = column * EDGE / edge + inset;
                    int right = (column + 1) * EDGE / edge - inset;
                    int top = row * EDGE / edge + inset;
                    int bottom = (row + 1) * EDGE / edge - inset;
                    if (row == 0 || !inside[(row - 1) * edge + column]) {
                        graphics.drawLine(left, top, right, top);
                    }
                    if (row == edge - 1 || !inside[(row + 1) * edge + column]) {
                        graphics.drawLine(left, bottom, right, bottom);
                    }
                    if (column == 0 || !inside[row * edge + column - 1]) {
                        graphics.drawLine(left, top, left, bottom);
                    }
                    if (column == edge - 1 || !inside[row * edge + column + 1]) {
                        graphics.drawLine(right, top, right, bottom);
                    }
                }
            }
        }
    }
}
