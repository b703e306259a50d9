package io.pleura.training.data;

import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.frame.GrayFrame;
import io.pleura.imaging.frame.Letterbox;
import io.pleura.imaging.frame.ModelInput;
import io.pleura.imaging.frame.Normalisation;
import io.pleura.imaging.frame.Radiographs;
import io.pleura.training.network.ClaSegNetDesign;
import io.pleura.training.phantom.PhantomStudy;
import java.nio.FloatBuffer;
import java.util.Set;

/// One image as the network sees it, with what it is to learn from it. The pixels went through the same preprocessing
/// as every image that the service scores.
///
/// @param pixels size x size, row-major, display value 0..1 after the percentile stretch as unsigned 16 bit
/// @param coverage part of each map node that the mask covers, mapSize x mapSize row-major
/// @param cells the same of a grid {@link #CELLS_PER_EDGE} times as fine, in 255ths: what a moved mask is pooled from
/// @param traits what could be mistaken for the diagnosis, for instance `chest tube`; empty where not known
/// @param lesionArea part of the whole image that the mask covers, 0..1
public record Example(
        Origin origin,
        int size,
        short[] pixels,
        float[] coverage,
        byte[] cells,
        Supervision supervision,
        boolean positive,
        double lesionArea,
        String finding,
        Set<String> traits) {

    /// Cells along each edge of a node.
    public static final int CELLS_PER_EDGE = 4;

    private static final int FULL_CELL = 255;

    /// The stretch of the shipped models: 0.5 % of the pixels saturate at each end.
    public static final Normalisation NORMALISATION = new Normalisation(0.005, 0.995, 0.5f, 0.25f);

    private static final float FULL_SCALE = 65535;

    /// Of an image whose mask is not known finer than its nodes.
    public Example(
            Origin origin,
            int size,
            short[] pixels,
            float[] coverage,
            Supervision supervision,
            boolean positive,
            double lesionArea,
            String finding,
            Set<String> traits) {
        this(origin, size, pixels, coverage, cellsOf(coverage), supervision, positive, lesionArea, finding, traits);
    }

    /// Where an image comes from.
    ///
    /// @param id names the image within its data set, so that the scores of two models can be paired
    /// @param patient images of one patient never straddle a split; the image's own id where the patient is unknown
    public record Origin(String id, String patient) {

        static Origin unknownPatient(String id) {
            return new Origin(id, id);
        }

        /// @param patient as the data set's table says; empty where it does not, then `stated` in the file, if it is
        static Origin of(String id, String patient, String stated) {
            return new Origin(id, !patient.isEmpty() ? patient : !stated.isEmpty() ? stated : id);
        }
    }

    /// What is known of the place of the lesion.
    public enum Supervision {
        /// Every pixel: the coverage teaches every node.
        MASK,
        /// Boxes around the lesions: nodes outside teach, of those inside at least one must be positive.
        BOXES,
        /// The label alone; a negative image still says that no node is positive.
        LABEL
    }

    /// @param mask rows x columns of the frame, row-major
    public static Example of(
            Origin origin,
            GrayFrame frame,
            boolean[] mask,
            Supervision supervision,
            boolean positive,
            String finding,
            InputShape shape) {
        RunLengthMask lesion = RunLengthMask.of(frame.rows(), frame.columns(), mask);
        return of(new LabelledPicture(origin, frame, lesion, supervision, positive, finding, Set.of()), shape);
    }

    public static Example of(LabelledPicture picture, InputShape shape) {
        GrayFrame frame = picture.frame();
        int size = shape.inputSize();
        FloatBuffer input = FloatBuffer.allocate(size * size);
        Letterbox letterbox = Letterbox.fit(frame.rows(), frame.columns(), size);
        ModelInput.fill(frame, letterbox, NORMALISATION, input);
        short[] pixels = new short[size * size];
        for (int k = 0; k < pixels.length; k++) {
            float display = input.get(k) * NORMALISATION.std() + NORMALISATION.mean();
            pixels[k] = (short) Math.round(Math.clamp(display, 0f, 1f) * FULL_SCALE);
        }
        RunLengthMask lesion = picture.lesion();
        boolean[] mask = lesion.pixels();
        return new Example(
                picture.origin(),
                size,
                pixels,
                coverage(lesion, mask, shape.mapSize()),
                parts(coverage(lesion, mask, shape.cellsPerEdge())),
                picture.supervision(),
                picture.positive(),
                lesion.area() / ((double) lesion.rows() * lesion.columns()),
                picture.finding(),
                picture.traits());
    }

    private static float[] coverage(RunLengthMask lesion, boolean[] mask, int edge) {
        return new RationalMaskPooling(lesion.rows(), lesion.columns(), edge, edge).coverage(mask);
    }

    private static byte[] parts(float[] coverage) {
        byte[] parts = new byte[coverage.length];
        for (int cell = 0; cell < parts.length; cell++) {
            parts[cell] = (byte) Math.round(coverage[cell] * FULL_CELL);
        }
        return parts;
    }

    private static byte[] cellsOf(float[] coverage) {
        int nodes = edge(coverage.length);
        float[] cells = new float[coverage.length * CELLS_PER_EDGE * CELLS_PER_EDGE];
        for (int cell = 0; cell < cells.length; cell++) {
            int row = cell / (nodes * CELLS_PER_EDGE) / CELLS_PER_EDGE;
            int column = cell % (nodes * CELLS_PER_EDGE) / CELLS_PER_EDGE;
            cells[cell] = coverage[row * nodes + column];
        }
        return parts(cells);
    }

    /// The index of the other side, row-major.
    private static int mirrored(int index, int edge) {
        return index / edge * edge + edge - 1 - index % edge;
    }

    private static int edge(int squares) {
        return (int) Math.round(Math.sqrt(squares));
    }

    /// Goes through the phantom's DICOM file, so that training sees exactly what the service decodes.
    public static Example of(PhantomStudy study, InputShape shape) {
        return of(picture(study), shape);
    }

    static LabelledPicture picture(PhantomStudy study) {
        try {
            GrayFrame frame = Radiographs.decode(study.bytes()).frame();
            return new LabelledPicture(
                    Origin.unknownPatient(study.sopInstanceUid()),
                    frame,
                    RunLengthMask.of(frame.rows(), frame.columns(), study.mask()),
                    Supervision.MASK,
                    study.pneumothorax(),
                    study.kind(),
                    study.traits());
        } catch (DicomException e) {
            throw new IllegalStateException("a phantom's own file must be readable", e);
        }
    }

    /// The same without its picture, where only scores and masks are still needed: a picture is most of its memory.
    public Example withoutPixels() {
        return new Example(
                origin, size, new short[0], coverage, new byte[0], supervision, positive, lesionArea, finding, traits);
    }

    /// The same with other display values of 0..1, row-major.
    Example withDisplay(float[] display) {
        short[] changed = new short[display.length];
        for (int k = 0; k < changed.length; k++) {
            changed[k] = (short) Math.round(Math.clamp(display[k], 0f, 1f) * FULL_SCALE);
        }
        return new Example(origin, size, changed, coverage, cells, supervision, positive, lesionArea, finding, traits);
    }

    /// The mirror image, left and right exchanged, with its mask.
    public Example mirrored() {
        short[] mirroredPixels = new short[pixels.length];
        for (int pixel = 0; pixel < pixels.length; pixel++) {
            mirroredPixels[pixel] = pixels[mirrored(pixel, size)];
        }
        int nodes = edge(coverage.length);
        float[] mirroredCoverage = new float[coverage.length];
        for (int node = 0; node < coverage.length; node++) {
            mirroredCoverage[node] = coverage[mirrored(node, nodes)];
        }
        byte[] mirroredCells = new byte[cells.length];
        int cellsAcross = edge(cells.length);
        for (int cell = 0; cell < cells.length; cell++) {
            mirroredCells[cell] = cells[mirrored(cell, cellsAcross)];
        }
        return new Example(
                origin,
                size,
                mirroredPixels,
                mirroredCoverage,
                mirroredCells,
                supervision,
                positive,
                lesionArea,
                finding,
                traits);
    }

    /// Part of a cell that the mask covers, 0..1.
    public float cell(int cell) {
        return (cells[cell] & 0xFF) / (float) FULL_CELL;
    }

    /// Display value 0..1 of a pixel.
    public float display(int pixel) {
        return (pixels[pixel] & 0xFFFF) / FULL_SCALE;
    }

    /// What the network is fed for a display value.
    public static float normalised(float display) {
        return (display - NORMALISATION.mean()) / NORMALISATION.std();
    }

    /// Both edges of the square input and of the square map, in pixels and nodes.
    public record InputShape(int inputSize, int mapSize) {

        public static InputShape of(ClaSegNetDesign design, int inputSize) {
            return new InputShape(inputSize, design.mapSize(inputSize));
        }

        /// Along an edge of the whole map.
        public int cellsPerEdge() {
            return mapSize * CELLS_PER_EDGE;
        }

        public int stride() {
            return inputSize / mapSize;
        }
    }
}
