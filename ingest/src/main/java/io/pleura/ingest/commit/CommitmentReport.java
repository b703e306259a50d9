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
import java.util.function.BooleanSupplier;

/// What is reported on a request (PS3.4 section J.3.3): which instances are committed, and which are not, with reasons.
public record CommitmentReport(String transactionUid, List<Result> results) {

    public static final String SOP_CLASS = "1.2.840.10008.1.20.1";

    /// The one instance that all requests and reports are about (PS3.4 section J.3.5).
    public static final String SOP_INSTANCE = "1.2.840.10008.1.20.1.1";

    private static final int ALL_COMMITTED = 1;
    private static final int FAILURES_EXIST = 2;

    /// @param failureReason 0 when committed
    public record Result(Reference reference, int failureReason) {

        boolean committed() {
            return failureReason == Durability.COMMITTED;
        }
    }

    public CommitmentReport {
        results = List.copyOf(results);
    }

    static CommitmentReport on(CommitmentRequest request, Durability durability, BooleanSupplier timeLeft) {
        return new CommitmentReport(
                request.transactionUid(),
                request.references().stream()
                        .map(reference -> new Result(reference, durability.of(reference, timeLeft)))
                        .toList());
    }

    public long failures() {
        return results.stream().filter(result -> !result.committed()).count();
    }

    public CommandSet command(int messageId) {
        return CommandSet.eventReportRequest(
                messageId, SOP_CLASS, SOP_INSTANCE, failures() == 0 ? ALL_COMMITTED : FAILURES_EXIST);
    }

    /// Event information (PS3.4 table J.3-2). Sequences that would be empty are left out.
    public byte[] information(TransferSyntax syntax) {
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
