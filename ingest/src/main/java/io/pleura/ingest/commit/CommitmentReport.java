package io.pleura.ingest.commit;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.ingest.commit.CommitmentRequest.Reference;
import io.pleura.ingest.wire.CommandSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// What is reported on a request (PS3.4 section J.3.3): which instances are committed, and which are not, with reasons.
/// Encoded from the beginning, which takes a small part of what the results take: slow peers may be sent many at once.
public final class CommitmentReport {

    public static final String SOP_CLASS = "1.2.840.10008.1.20.1";

    /// The one instance that all requests and reports are about (PS3.4 section J.3.5).
    public static final String SOP_INSTANCE = "1.2.840.10008.1.20.1.1";

    private static final int ALL_COMMITTED = 1;
    private static final int FAILURES_EXIST = 2;

    private final int eventType;
    private final byte[] information;

    private CommitmentReport(int eventType, byte[] information) {
        this.eventType = eventType;
        this.information = information;
    }

    /// @param failureReason 0 when committed
    record Result(Reference reference, int failureReason) {

        boolean committed() {
            return failureReason == Durability.COMMITTED;
        }
    }

    static CommitmentReport of(String transactionUid, List<Result> results, TransferSyntax syntax) {
        return new CommitmentReport(
                results.stream().allMatch(Result::committed) ? ALL_COMMITTED : FAILURES_EXIST,
                encode(transactionUid, results, syntax));
    }

    public CommandSet command(int messageId) {
        return CommandSet.eventReportRequest(messageId, SOP_CLASS, SOP_INSTANCE, eventType);
    }

    /// Event information (PS3.4 table J.3-2), encoded.
    public byte[] information() {
        return information;
    }

    /// Sequences that would be empty are left out.
    private static byte[] encode(String transactionUid, List<Result> results, TransferSyntax syntax) {
        DataSetBuilder dataSet = DataSet.builder().string(Tags.TRANSACTION_UID, transactionUid);
        List<DataSet> committed = results.stream()
                .filter(Result::committed)
                .map(result -> item(result).build())
                .toList();
        List<DataSet> failed = results.stream()
                .filter(result -> !result.committed())
                .map(result -> item(result)
                        .integer(Tags.FAILURE_REASON, result.failureReason())
                        .build())
                .toList();
        if (!failed.isEmpty()) {
            dataSet.items(Tags.FAILED_SOP_SEQUENCE, failed);
        }
        if (!committed.isEmpty()) {
            dataSet.items(Tags.REFERENCED_SOP_SEQUENCE, committed);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DicomWriter.writeDataSet(dataSet.build(), syntax, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static DataSetBuilder item(Result result) {
        return DataSet.builder()
                .string(Tags.REFERENCED_SOP_CLASS_UID, result.reference().sopClassUid())
                .string(Tags.REFERENCED_SOP_INSTANCE_UID, result.reference().sopInstanceUid());
    }
}
