package io.pleura.training.data;

import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.frame.GrayFrame;
import io.pleura.imaging.frame.Radiograph;
import io.pleura.imaging.frame.Radiographs;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// Reads images and masks of data sets: DICOM, and what Java reads (PNG, JPEG).
final class PictureFiles {

    private static final long MOST_BYTES = 512L << 20;
    private static final long MOST_PIXELS = 100_000_000L;

    /// Bytes before the word that every DICOM file has there (PS3.10, 7.1); archives often give it no other name.
    private static final int PREAMBLE = 128;

    private static final byte[] DICM = {'D', 'I', 'C', 'M'};
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8};

    private PictureFiles() {}

    static boolean isDicom(Path file) {
        return name(file).endsWith(".dcm") || name(file).endsWith(".dicom");
    }

    static boolean isImage(Path file) {
        String name = name(file);
        return isDicom(file) || name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }

    /// @param patient a pseudonym of the file's Patient ID; empty where it has none
    record Decoded(GrayFrame frame, String patient) {}

    static Decoded read(Path file) throws IOException, DicomException {
        if (!isDicom(file) && !has(file, PREAMBLE, DICM)) {
            return new Decoded(gray(picture(file)), "");
        }
        Radiograph radiograph = Radiographs.decode(bytes(file));
        String patient =
                radiograph.file().dataSet().string(Tags.PATIENT_ID).orElse("").strip();
        return new Decoded(radiograph.frame(), patient.isEmpty() ? "" : pseudonym(patient));
    }

    /// Whatever is not black is set.
    ///
    /// @throws BadRowException for a JPEG, in which what is black beside the lesion no longer is
    static RunLengthMask mask(Path file) throws IOException {
        if (has(file, 0, JPEG)) {
            throw new BadRowException(
                    BadRow.Reason.BAD_MASK, file + " is a JPEG, which blurs where the mask ends; masks are PNG");
        }
        GrayFrame frame = gray(picture(file));
        boolean[] mask = new boolean[frame.values().length];
        for (int k = 0; k < mask.length; k++) {
            mask[k] = frame.values()[k] > 0;
        }
        return RunLengthMask.of(frame.rows(), frame.columns(), mask);
    }

    /// Patient IDs go into caches and reports, so they do not stay what they are.
    private static String pseudonym(String patient) {
        return Hashing.hex(patient.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    private static boolean has(Path file, int offset, byte[] bytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(offset + bytes.length);
            return start.length == offset + bytes.length
                    && Arrays.equals(start, offset, start.length, bytes, 0, bytes.length);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + " is longer than " + MOST_BYTES + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private static BufferedImage picture(Path file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException(file + " is no picture that Java can read");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
                    throw new IOException(file + " has more than " + MOST_PIXELS + " pixels");
                }
                return reader.read(0);
            } catch (RuntimeException e) {
                throw new IOException(file + " is damaged: " + e.getMessage(), e);
            } finally {
                reader.dispose();
            }
        }
    }

    /// Gray values as they are stored; colours by their luma (ITU-R BT.601), opacity disregarded.
    private static GrayFrame gray(BufferedImage picture) {
        int columns = picture.getWidth();
        int rows = picture.getHeight();
        ColorModel colours = picture.getColorModel();
        if (colours instanceof IndexColorModel || colours.getNumColorComponents() == 3) {
            return new GrayFrame(rows, columns, luma(picture));
        }
        Raster raster = picture.getRaster();
        float[] values = raster.getSamples(0, 0, columns, rows, 0, new float[rows * columns]);
        float full = (1 << Math.min(16, colours.getComponentSize(0))) - 1;
        for (int k = 0; k < values.length; k++) {
            values[k] /= full;
        }
        return new GrayFrame(rows, columns, values);
    }

    private static float[] luma(BufferedImage picture) {
        int columns = picture.getWidth();
        float[] values = new float[columns * picture.getHeight()];
        int[] line = new int[columns];
        for (int row = 0; row < picture.getHeight(); row++) {
            picture.getRGB(0, row, columns, 1, line, 0, columns);
            for (int column = 0; column < columns; column++) {
                int rgb = line[column];
                values[row * columns + column] =
                        (0.299f * (rgb >> 16 & 255) + 0.587f * (rgb >> 8 & 255) + 0.114f * (rgb & 255)) / 255;
            }
        }
        return values;
    }
}
