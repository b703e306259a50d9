package io.pleura.imaging.frame;

import io.pleura.imaging.TestRadiograph;
import io.pleura.imaging.codec.PixelDecoder;
import io.pleura.imaging.conformance.SampleFiles;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import io.pleura.imaging.fuzz.FuzzTarget;
import java.util.ArrayList;
import java.util.List;

/// A file all the way to display values, which are 0 to 1 whatever its lookup tables and windows say.
public final class RadiographTarget implements FuzzTarget {

    private static final ReadLimits LIMITS = new ReadLimits(1 << 20, 1 << 20, 2000, 16);

    /// Larger images take their time; the decoders' own targets bound it.
    private static final long MOST_PIXELS = 1 << 16;

    @Override
    public String name() {
        return "radiograph";
    }

    @Override
    public void accept(byte[] input) throws Exception {
        try {
            DicomFile file = DicomReader.read(input, LIMITS);
            long rows = file.dataSet().integer(Tags.ROWS).orElse(0);
            long columns = file.dataSet().integer(Tags.COLUMNS).orElse(0);
            if (rows * columns <= MOST_PIXELS) {
                requireDisplayable(GrayFrame.of(file, PixelDecoder.decode(file)), rows, columns);
            }
        } catch (DicomException e) {
            // Refused with a reason.
        }
    }

    private static void requireDisplayable(GrayFrame frame, long rows, long columns) {
        if (frame.rows() != rows || frame.columns() != columns) {
            throw new AssertionError("a frame of another size than the header says");
        }
        for (float value : frame.values()) {
            if (!(value >= 0 && value <= 1)) {
                throw new AssertionError("a display value of " + value);
            }
        }
    }

    @Override
    public List<byte[]> seeds() throws Exception {
        DataSet lookup = DataSet.builder()
                .integer(Tags.LUT_DESCRIPTOR, Vr.US, 4, 0, 8)
                .bytes(Tags.LUT_DATA, Vr.OW, new byte[] {0, 0, 80, 0, (byte) 160, 0, (byte) 255, 0})
                .build();
        List<byte[]> seeds = new ArrayList<>(SampleFiles.all());
        seeds.add(file(DataSet.builder().items(Tags.VOI_LUT_SEQUENCE, List.of(lookup))));
        seeds.add(file(DataSet.builder().items(Tags.MODALITY_LUT_SEQUENCE, List.of(lookup))));
        seeds.add(file(DataSet.builder().decimal(Tags.RESCALE_SLOPE, 2).decimal(Tags.RESCALE_INTERCEPT, -1024)));
        seeds.add(file(DataSet.builder()
                .decimal(Tags.WINDOW_CENTER, 2)
                .decimal(Tags.WINDOW_WIDTH, 4)
                .string(Tags.VOI_LUT_FUNCTION, "SIGMOID")));
        seeds.add(file(DataSet.builder()
                .decimal(Tags.WINDOW_CENTER, 2)
                .decimal(Tags.WINDOW_WIDTH, 4)
                .string(Tags.VOI_LUT_FUNCTION, "LINEAR_EXACT")
                .string(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME1")));
        seeds.add(file(DataSet.builder().integer(Tags.PIXEL_PADDING_VALUE, Vr.US, 3)));
        return seeds;
    }

    private static byte[] file(DataSetBuilder attributes) {
        DataSetBuilder image = TestRadiograph.of(2, 2, 12, false);
        attributes.build().elements().forEach(image::put);
        return DicomWriter.toBytes(DicomFile.of(
                image.pixels16(new short[] {0, 1, 2, 3}).build(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }

    @Override
    public boolean takesFiles() {
        return true;
    }

    @Override
    public long mostBytes(byte[] input) {
        return (96L << 20) + 8 * LIMITS.maxBytes();
    }
}
