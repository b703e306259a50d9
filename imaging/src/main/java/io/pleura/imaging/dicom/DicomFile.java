package io.pleura.imaging.dicom;

import java.util.Optional;

/// A DICOM Part 10 file (PS3.10 chapter 7): File Meta Information (group 0002) and the data set.
public record DicomFile(DataSet fileMeta, DataSet dataSet) {

    /// A file of this data set, its meta information made from the data set's own SOP Class and Instance UID.
    public static DicomFile of(DataSet dataSet, TransferSyntax transferSyntax) {
        return new DicomFile(
                FileMeta.of(
                        dataSet.string(Tags.SOP_CLASS_UID).orElse(""),
                        dataSet.string(Tags.SOP_INSTANCE_UID).orElse(""),
                        transferSyntax.uid()),
                dataSet);
    }

    /// Transfer Syntax UID (0002,0010); empty when the file states none.
    public String transferSyntaxUid() {
        return fileMeta.string(Tags.TRANSFER_SYNTAX_UID).orElse("");
    }

    /// The transfer syntax, when it is one that Pleura knows.
    public Optional<TransferSyntax> transferSyntax() {
        return TransferSyntax.of(transferSyntaxUid());
    }
}
