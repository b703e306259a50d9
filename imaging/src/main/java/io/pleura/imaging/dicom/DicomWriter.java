package io.pleura.imaging.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Writes DICOM Part 10 files (PS3.10 chapter 7), little endian. The same input gives the same bytes. Stateless.
///
/// Sequences and items get defined lengths, as most archives prefer.
public final class DicomWriter {

    private DicomWriter() {}

    /// Preamble, File Meta Information with its group length, and the data set, encoded by the transfer syntax that the
    /// meta information states. Throws IllegalArgumentException for big endian and deflated, which are read only.
    public static void write(DicomFile file, OutputStream out) throws IOException {
        TransferSyntax syntax = file.transferSyntax()
                .orElseThrow(() -> new IllegalArgumentException("the transfer syntax is unknown or missing"));
        writeFileMeta(file.fileMeta(), out);
        writeDataSet(file.dataSet(), syntax, out);
    }

    /// A bare data set, such as a DIMSE command set.
    public static void writeDataSet(DataSet dataSet, TransferSyntax syntax, OutputStream out) throws IOException {
        if (syntax == TransferSyntax.EXPLICIT_VR_BIG_ENDIAN
                || syntax == TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN) {
            throw new IllegalArgumentException("not written: " + syntax);
        }
        new ElementWriter(syntax.isExplicitVr(), out).writeAll(dataSet);
    }

    /// The bytes of a whole file.
    public static byte[] toBytes(DicomFile file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(file, out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array does not fail", e);
        }
        return out.toByteArray();
    }

    /// Preamble and File Meta Information for a data set that arrives over the network. It holds no date and no AE
    /// title: the same data set gives the same file, hence the same hash.
    public static byte[] fileMeta(String sopClassUid, String sopInstanceUid, String transferSyntaxUid) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writeFileMeta(FileMeta.of(sopClassUid, sopInstanceUid, transferSyntaxUid), out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array does not fail", e);
        }
        return out.toByteArray();
    }

    public static byte[] fileMeta(String sopClassUid, String sopInstanceUid, TransferSyntax transferSyntax) {
        return fileMeta(sopClassUid, sopInstanceUid, transferSyntax.uid());
    }

    private static void writeFileMeta(DataSet fileMeta, OutputStream out) throws IOException {
        ByteArrayOutputStream group = new ByteArrayOutputStream();
        new ElementWriter(true, group)
                .writeAll(fileMeta.toBuilder()
                        .remove(Tags.FILE_META_INFORMATION_GROUP_LENGTH)
                        .build());
        out.write(new byte[128]);
        out.write("DICM".getBytes(StandardCharsets.US_ASCII));
        new ElementWriter(true, out)
                .writeAll(DataSet.builder()
                        .integer(Tags.FILE_META_INFORMATION_GROUP_LENGTH, group.size())
                        .build());
        group.writeTo(out);
    }
}
