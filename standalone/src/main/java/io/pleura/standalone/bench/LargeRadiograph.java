package io.pleura.standalone.bench;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.standalone.synthetic.FrontalChest;
import java.util.Random;

/// A picture with what codecs feel of a full-size radiograph: 3000 x 2500 cells of 16 bits, a black collimated border,
/// smooth shadows, fine structures, and quantum noise that grows with the root of the signal. The same at each call.
final class LargeRadiograph {

    static final int ROWS = 3000;
    static final int COLUMNS = 2500;

    private static final long SEED = 5;
    private static final double NOISE = 0.004;
    private static final double COLLIMATED = 0.46;

    private LargeRadiograph() {}

    /// @param bitsStored 8 to 16
    static DicomFile make(int bitsStored) {
        DataSet image = FrontalChest.header("2.25.2", "2.25.3", "2.25.1", ROWS, COLUMNS, bitsStored)
                .integer(Tags.BITS_ALLOCATED, 16) // of 8 stored ones too
                .pixels16(cells((1 << bitsStored) - 1))
                .build();
        return DicomFile.of(image, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    private static short[] cells(int largest) {
        Random random = new Random(SEED);
        short[] cells = new short[ROWS * COLUMNS];
        for (int row = 0; row < ROWS; row++) {
            double y = (row - ROWS / 2.0) / ROWS;
            for (int column = 0; column < COLUMNS; column++) {
                double x = (column - COLUMNS / 2.0) / COLUMNS;
                if (Math.max(Math.abs(x), Math.abs(y)) < COLLIMATED) {
                    double signal = 0.5
                            + 0.35 * Math.cos(7 * x) * Math.cos(5 * y)
                            + 0.05 * Math.sin(60 * y + 9 * x)
                            + 0.03 * Math.sin(200 * x * y);
                    double value = 0.9 * signal + NOISE * Math.sqrt(signal) * random.nextGaussian();
                    cells[row * COLUMNS + column] = (short) Math.clamp(Math.round(value * largest), 0, largest);
                }
            }
        }
        return cells;
    }
}
