package io.pleura.imaging.dicom;

import io.pleura.imaging.fuzz.FuzzTarget;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// A bare data set in the transfer syntax that the first byte chooses; a deflated one may be a bomb.
public final class DataSetTarget implements FuzzTarget {

    private static final TransferSyntax[] SYNTAXES = TransferSyntax.values();

    @Override
    public String name() {
        return "data-set";
    }

    @Override
    public void accept(byte[] input) throws Exception {
        if (input.length == 0) {
            return;
        }
        TransferSyntax syntax = SYNTAXES[Byte.toUnsignedInt(input[0]) % SYNTAXES.length];
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        DicomFileTarget.readable(() -> DicomReader.readDataSet(bytes, syntax, DicomFileTarget.LIMITS))
                .ifPresent(Questions::askAll);
    }

    @Override
    public List<byte[]> seeds() throws Exception {
        DataSet item = DataSet.builder().string(Tags.CODE_VALUE, "399348003").build();
        DataSet dataSet = DataSet.builder()
                .string(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
                .string(Tags.PATIENT_NAME, "Ångström^Åsa")
                .items(Tags.VIEW_CODE_SEQUENCE, List.of(item, DataSet.EMPTY))
                .integer(Tags.ROWS, 2)
                .decimal(Tags.WINDOW_CENTER, 2048.5, -1)
                .pixels16(new short[] {1, 2, 3, 4})
                .build();
        List<byte[]> seeds = new ArrayList<>();
        for (TransferSyntax syntax : SYNTAXES) {
            seeds.add(
                    switch (syntax) {
                        case DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN ->
                            chosen(syntax, deflated(encoded(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));
                        case EXPLICIT_VR_BIG_ENDIAN ->
                            chosen(syntax, new byte[] {0, 0x28, 0, 0x10, 'U', 'S', 0, 2, 1, 0});
                        default -> chosen(syntax, encoded(dataSet, syntax));
                    });
        }
        seeds.add(chosen(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, bomb()));
        return seeds;
    }

    @Override
    public long mostBytes(byte[] input) {
        return DicomFileTarget.MOST_BYTES;
    }

    private static byte[] encoded(DataSet dataSet, TransferSyntax syntax) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.writeDataSet(dataSet, syntax, out);
        return out.toByteArray();
    }

    private static byte[] chosen(TransferSyntax syntax, byte[] bytes) {
        byte[] whole = new byte[bytes.length + 1];
        whole[0] = (byte) syntax.ordinal();
        System.arraycopy(bytes, 0, whole, 1, bytes.length);
        return whole;
    }

    private static byte[] deflated(byte[] bytes) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out, new Deflater(9, true))) {
            deflater.write(bytes);
        }
        return out.toByteArray();
    }

    /// Some kilobytes that inflate to a value of nearly as much as is allowed: Rows, as bytes.
    private static byte[] bomb() throws Exception {
        DataSet dataSet = DataSet.builder()
                .bytes(Tags.ROWS, Vr.OB, new byte[(int) DicomFileTarget.LIMITS.maxBytes() - 100])
                .build();
        return deflated(encoded(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }
}
