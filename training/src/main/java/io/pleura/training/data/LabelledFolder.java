package io.pleura.training.data;

import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.frame.GrayFrame;
import io.pleura.imaging.frame.Radiographs;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/// Images and masks beside a `labels.csv` whose header names the columns `image`, `mask` (may be empty) and
/// `pneumothorax` (0 or 1). Paths are relative to the folder; images are DICOM (`.dcm`) or PNG, masks PNG of the
/// image's size. Values with commas are quoted (RFC 4180, without line breaks in values).
public record LabelledFolder(Path folder) {

    private static final int MOST_ROWS = 100_000;

    public List<Example> examples(Example.InputShape shape) throws IOException, DicomException {
        List<String> lines = Files.readAllLines(folder.resolve("labels.csv"));
        if (lines.size() < 2 || lines.size() > MOST_ROWS) {
            throw new IOException("labels.csv must have a header and 1.." + MOST_ROWS + " rows");
        }
        List<String> header = values(lines.getFirst());
        int image = column(header, "image");
        int mask = column(header, "mask");
        int label = column(header, "pneumothorax");
        List<Example> examples = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            List<String> row = values(lines.get(i));
            if (row.size() != header.size()) {
                throw new IOException("labels.csv line " + (i + 1) + ": " + row.size() + " columns");
            }
            examples.add(example(row.get(image), row.get(mask), row.get(label).equals("1"), shape));
        }
        return examples;
    }

    public static List<String> values(String line) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                value.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString());
        return values;
    }

    private static int column(List<String> header, String name) throws IOException {
        int column = header.indexOf(name);
        if (column < 0) {
            throw new IOException("labels.csv has no column " + name);
        }
        return column;
    }

    private Example example(String image, String mask, boolean positive, Example.InputShape shape)
            throws IOException, DicomException {
        GrayFrame frame = image.endsWith(".dcm")
                ? Radiographs.decode(Files.readAllBytes(folder.resolve(image))).frame()
                : frame(picture(image));
        boolean[] pixels = mask.isEmpty() ? new boolean[frame.rows() * frame.columns()] : mask(picture(mask), frame);
        Example.Supervision supervision =
                positive && mask.isEmpty() ? Example.Supervision.LABEL : Example.Supervision.MASK;
        String finding = positive ? "labelled" : "none";
        return Example.of(Example.Origin.unknownPatient(image), frame, pixels, supervision, positive, finding, shape);
    }

    private BufferedImage picture(String name) throws IOException {
        BufferedImage picture = ImageIO.read(folder.resolve(name).toFile());
        if (picture == null) {
            throw new IOException(name + " is no picture that Java can read");
        }
        return picture;
    }

    private static GrayFrame frame(BufferedImage picture) {
        float full = (1 << Math.min(16, picture.getColorModel().getComponentSize(0))) - 1;
        float[] values = new float[picture.getWidth() * picture.getHeight()];
        picture.getRaster().getSamples(0, 0, picture.getWidth(), picture.getHeight(), 0, values);
        for (int k = 0; k < values.length; k++) {
            values[k] /= full;
        }
        return new GrayFrame(picture.getHeight(), picture.getWidth(), values);
    }

    private static boolean[] mask(BufferedImage picture, GrayFrame frame) throws IOException {
        if (picture.getWidth() != frame.columns() || picture.getHeight() != frame.rows()) {
            throw new IOException("a mask must have the size of its image");
        }
        int[] values = new int[frame.values().length];
        picture.getRaster().getSamples(0, 0, frame.columns(), frame.rows(), 0, values);
        boolean[] mask = new boolean[values.length];
        for (int k = 0; k < values.length; k++) {
            mask[k] = values[k] > 0;
        }
        return mask;
    }
}
