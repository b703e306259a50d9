package io.pleura.ingest.receive.dimse;

import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.ingest.Arrival;
import io.pleura.ingest.Arrival.Announced;
import io.pleura.ingest.IngestPipeline;
import io.pleura.ingest.Outcome;
import io.pleura.ingest.commit.CommitmentReport;
import io.pleura.ingest.receive.dimse.Negotiation.Context;
import io.pleura.ingest.wire.CommandSet;
import io.pleura.ingest.wire.FragmentStream;
import io.pleura.schemas.ReasonCode;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is done for each DIMSE request (PS3.7 chapter 9). Safe for use by many threads.
final class Messages {

    /// Status "unrecognized operation" (PS3.7 annex C.5.10).
    private static final int UNRECOGNIZED_OPERATION = 0x0211;

    private static final int SUCCESS = 0x0000;

    private static final Pattern VALUE_LEFT_OUT = Pattern.compile(" is$");
    private static final Pattern NAME_BEFORE_TAG = Pattern.compile("^[A-Za-z' ]+ (?=\\([0-9A-F]{4},[0-9A-F]{4}\\))");

    private final IngestPipeline pipeline;

    Messages(IngestPipeline pipeline) {
        this.pipeline = pipeline;
    }

    /// Carries out a request and returns the response; none for a request to cancel, which nothing here runs long
    /// enough for.
    ///
    /// @param commitments keeps requests for storage commitment, to be reported on after the response
    /// @param dataSet the request's data set; what is left of it is read over by the caller
    Optional<CommandSet> answer(
            CommandSet request,
            Context context,
            FragmentStream dataSet,
            CommitmentDialogue commitments,
            String callingAeTitle,
            String peer)
            throws IOException {
        if (request.commandField() == CommandSet.N_ACTION_RQ
                && context.abstractSyntax().equals(CommitmentReport.SOP_CLASS)) {
            TransferSyntax syntax = TransferSyntax.of(context.transferSyntax()).orElseThrow();
            return Optional.of(commitments.request(request, context.id(), syntax, dataSet, callingAeTitle));
        }
        return switch (request.commandField()) {
            case CommandSet.C_ECHO_RQ -> Optional.of(request.respond(SUCCESS, ""));
            case CommandSet.C_STORE_RQ -> Optional.of(store(request, context, dataSet, callingAeTitle, peer));
            case CommandSet.C_CANCEL_RQ -> Optional.empty();
            default -> Optional.of(request.respond(UNRECOGNIZED_OPERATION, "C-ECHO, C-STORE, storage commitment only"));
        };
    }

    private CommandSet store(
            CommandSet request, Context context, FragmentStream dataSet, String callingAeTitle, String peer)
            throws IOException {
        Announced announced = new Announced(
                context.abstractSyntax(),
                request.text(CommandSet.AFFECTED_SOP_CLASS_UID).orElse(""),
                request.text(CommandSet.AFFECTED_SOP_INSTANCE_UID).orElse(""));
        Arrival arrival = Arrival.overDimse(callingAeTitle, peer, announced);
        Outcome outcome = request.hasDataSet()
                ? pipeline.ingest(arrival, file(announced, context, dataSet))
                : pipeline.refuseWithoutObject(arrival);
        return switch (outcome) {
            case Outcome.Stored ignored -> request.respond(SUCCESS, "");
            case Outcome.Refused refused -> respond(request, refused.reason(), refused.detail());
        };
    }

    private static ReceivedFile file(Announced announced, Context context, FragmentStream dataSet) {
        byte[] fileMeta = DicomWriter.fileMeta(
                uidOrNone(announced.sopClassUid()), uidOrNone(announced.sopInstanceUid()), context.transferSyntax());
        return new ReceivedFile(fileMeta, dataSet);
    }

    /// What is no UID is refused later, and stands in no UID's place until then.
    private static String uidOrNone(String announced) {
        return announced.matches("[0-9.]{1,64}") ? announced : "";
    }

    private static CommandSet respond(CommandSet request, ReasonCode reason, String detail) {
        return request.respond(reason.dicomStatus(), comment(reason, detail));
    }

    /// What was found comes first in a detail; what does not fit into an Error Comment is left out: later clauses, then
    /// an attribute's name before its tag, then words.
    static String comment(ReasonCode reason, String detail) {
        String whole = reason.name() + ": " + detail;
        if (whole.length() <= CommandSet.MAX_COMMENT_LENGTH) {
            return whole;
        }
        int clause = whole.lastIndexOf("; ", CommandSet.MAX_COMMENT_LENGTH);
        if (clause >= 0) {
            return whole.substring(0, clause);
        }
        String comment = reason.name() + ": " + NAME_BEFORE_TAG.matcher(detail).replaceFirst("");
        if (comment.length() <= CommandSet.MAX_COMMENT_LENGTH) {
            return comment;
        }
        int end = comment.lastIndexOf(' ', CommandSet.MAX_COMMENT_LENGTH);
        return end <= reason.name().length() + 1
                ? comment
                : VALUE_LEFT_OUT.matcher(comment.substring(0, end)).replaceFirst("");
    }
}
