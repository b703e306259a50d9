package io.pleura.ingest.receive.dimse;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.ingest.commit.CommitmentReport;
import io.pleura.ingest.commit.CommitmentRequest.Reference;
import io.pleura.ingest.commit.Commitments;
import io.pleura.ingest.commit.Commitments.Answer;
import io.pleura.ingest.wire.CommandSet;
import io.pleura.ingest.wire.FragmentStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Storage commitment on one association: takes N-ACTION requests in, reports on them on the same association, and
/// lets go of those that the peer does not confirm before the association ends. Keeps their names only. One thread.
final class CommitmentDialogue implements AutoCloseable {

    /// Status (0000,0900) of the response to N-ACTION (PS3.7 annex C).
    enum Status {
        SUCCESS(0x0000),
        INVALID_ATTRIBUTE_VALUE(0x0106),
        NO_SUCH_SOP_INSTANCE(0x0112),
        INVALID_ARGUMENT(0x0115),
        CLASS_INSTANCE_CONFLICT(0x0119),
        MISSING_ATTRIBUTE(0x0120),
        NO_SUCH_ACTION_TYPE(0x0123),
        DUPLICATE_TRANSACTION_UID(0x0131),
        RESOURCE_LIMITATION(0x0213);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    private static final int PROCESSING_FAILURE = 0x0110;
    private static final int REQUEST_STORAGE_COMMITMENT = 1;

    /// Some ten thousand instances.
    static final int MAX_INFORMATION_BYTES = 1 << 20;

    /// Requests of one association whose reports are not confirmed; more are asked to come again.
    static final int MAX_UNCONFIRMED = 16;

    private static final Pattern UID = Pattern.compile("[0-9.]{1,64}");

    private final Commitments commitments;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Map<Integer, String> unconfirmed = new HashMap<>();
    private int lastMessageId;

    /// The name of a request to report on, and the presentation context that it came on.
    private record Pending(String name, int contextId, TransferSyntax syntax) {}

    /// Sends one message.
    @FunctionalInterface
    interface Sender {
        void send(int contextId, CommandSet command, byte[] dataSet) throws IOException;
    }

    CommitmentDialogue(Commitments commitments) {
        this.commitments = commitments;
    }

    /// Carries out an N-ACTION request and returns the response.
    CommandSet request(
            CommandSet request, int contextId, TransferSyntax syntax, FragmentStream information, String aeTitle)
            throws IOException {
        if (!CommitmentReport.SOP_CLASS.equals(
                request.text(CommandSet.REQUESTED_SOP_CLASS_UID).orElse(""))) {
            return request.respond(Status.CLASS_INSTANCE_CONFLICT.code(), "not the presentation context's SOP class");
        }
        if (!CommitmentReport.SOP_INSTANCE.equals(
                request.text(CommandSet.REQUESTED_SOP_INSTANCE_UID).orElse(""))) {
            return request.respond(Status.NO_SUCH_SOP_INSTANCE.code(), "not the well-known instance");
        }
        if (request.number(CommandSet.ACTION_TYPE_ID).orElse(0) != REQUEST_STORAGE_COMMITMENT) {
            return request.respond(Status.NO_SUCH_ACTION_TYPE.code(), "only action type 1, Request Storage Commitment");
        }
        if (!request.hasDataSet()) {
            return request.respond(Status.INVALID_ARGUMENT.code(), "no action information");
        }
        if (pending.size() + unconfirmed.size() >= MAX_UNCONFIRMED) {
            return request.respond(
                    Status.RESOURCE_LIMITATION.code(), MAX_UNCONFIRMED + " reports here are not confirmed; ask later");
        }
        byte[] bytes = information.readNBytes(MAX_INFORMATION_BYTES + 1);
        if (bytes.length > MAX_INFORMATION_BYTES) {
            return request.respond(
                    Status.RESOURCE_LIMITATION.code(), "action information over " + MAX_INFORMATION_BYTES + " bytes");
        }
        return commitments.alone(() -> request(request, contextId, syntax, bytes, aeTitle));
    }

    private CommandSet request(CommandSet request, int contextId, TransferSyntax syntax, byte[] bytes, String aeTitle) {
        try {
            DataSet dataSet = DicomReader.readDataSet(bytes, syntax, ReadLimits.DEFAULT);
            return request(request, contextId, syntax, dataSet, aeTitle);
        } catch (DicomException e) {
            return request.respond(Status.INVALID_ARGUMENT.code(), "unreadable action information");
        }
    }

    /// Reports on what was requested since the last time.
    void report(Sender sender) throws IOException {
        for (Pending next = pending.peek(); next != null; next = pending.peek()) {
            CommitmentReport report = commitments.report(next.name(), next.syntax());
            lastMessageId = lastMessageId % 0xffff + 1;
            sender.send(next.contextId(), report.command(lastMessageId), report.information());
            unconfirmed.put(lastMessageId, next.name());
            pending.remove();
        }
    }

    /// Takes a response to a report; says whether there was such a report.
    boolean confirm(CommandSet response) {
        String name = response.commandField() == (CommandSet.N_EVENT_REPORT_RQ | CommandSet.RESPONSE)
                ? unconfirmed.remove(response.number(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO)
                        .orElse(0))
                : null;
        if (name != null) {
            commitments.settled(
                    name, response.number(CommandSet.STATUS).orElse(PROCESSING_FAILURE) == Status.SUCCESS.code());
        }
        return name != null;
    }

    /// Leaves what is not confirmed to others.
    @Override
    public void close() {
        pending.forEach(left -> commitments.settled(left.name(), false));
        unconfirmed.values().forEach(name -> commitments.settled(name, false));
        pending.clear();
        unconfirmed.clear();
    }

    private CommandSet request(
            CommandSet request, int contextId, TransferSyntax syntax, DataSet information, String aeTitle) {
        String transactionUid = information.string(Tags.TRANSACTION_UID).orElse("");
        List<Reference> references = information.items(Tags.REFERENCED_SOP_SEQUENCE).stream()
                .map(item -> new Reference(
                        item.string(Tags.REFERENCED_SOP_CLASS_UID).orElse(""),
                        item.string(Tags.REFERENCED_SOP_INSTANCE_UID).orElse("")))
                .toList();
        if (transactionUid.isEmpty() || references.isEmpty()) {
            return request.respond(Status.MISSING_ATTRIBUTE.code(), "no Transaction UID or no Referenced SOP Sequence");
        }
        if (!isUid(transactionUid)
                || !references.stream().allMatch(each -> isUid(each.sopClassUid()) && isUid(each.sopInstanceUid()))) {
            return request.respond(
                    Status.INVALID_ATTRIBUTE_VALUE.code(), "Transaction UID or a Referenced SOP UID is malformed");
        }
        return switch (commitments.accept(transactionUid, aeTitle, references)) {
            case Answer.Held(String name) -> {
                pending.add(new Pending(name, contextId, syntax));
                yield request.respond(Status.SUCCESS.code(), "");
            }
            case Answer.Again() -> request.respond(Status.SUCCESS.code(), "");
            case Answer.Conflict() ->
                request.respond(Status.DUPLICATE_TRANSACTION_UID.code(), "Transaction UID is in use");
            case Answer.NotNow() ->
                request.respond(
                        Status.RESOURCE_LIMITATION.code(), "too many requests are open, or the disk failed; ask later");
        };
    }

    private static boolean isUid(String value) {
        return UID.matcher(value).matches();
    }
}
