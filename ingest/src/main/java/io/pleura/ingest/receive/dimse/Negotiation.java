package io.pleura.ingest.receive.dimse;

import io.pleura.ingest.IngestConfig.UserIdentityAnswer;
import io.pleura.ingest.commit.CommitmentReport;
import io.pleura.ingest.wire.Implementation;
import io.pleura.ingest.wire.Pdu.AssociateAccept;
import io.pleura.ingest.wire.Pdu.AssociateReject;
import io.pleura.ingest.wire.Pdu.AssociateRequest;
import io.pleura.ingest.wire.Pdu.NegotiatedContext;
import io.pleura.ingest.wire.Pdu.ProposedContext;
import io.pleura.ingest.wire.PduWriter;
import io.pleura.ingest.wire.UserItem;
import io.pleura.ingest.wire.UserItem.AsynchronousOperations;
import io.pleura.ingest.wire.UserItem.CommonExtendedNegotiation;
import io.pleura.ingest.wire.UserItem.ExtendedNegotiation;
import io.pleura.ingest.wire.UserItem.RoleSelection;
import io.pleura.ingest.wire.UserItem.UserIdentity;
import io.pleura.ingest.wire.UserItem.UserIdentityAcknowledged;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Answers association requests (PS3.8 section 7.1 and annex B). Pure.
///
/// @param transferSyntaxes for storage, the preferred one first
/// @param allowedCallers calling AE titles, or `*` for any
/// @param maxPduBytes longest P-DATA-TF content that we take
/// @param userIdentity what is said to a peer that wants an answer about its user
record Negotiation(
        String aeTitle,
        Set<String> allowedCallers,
        List<String> transferSyntaxes,
        int maxPduBytes,
        UserIdentityAnswer userIdentity) {

    private static final String ANYBODY = "*";
    private static final String IMPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2";
    private static final String EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

    /// Services with little data, or none: any of the two will do.
    private static final Set<String> OTHER_SERVICES =
            Set.of(Implementation.VERIFICATION_SOP_CLASS, CommitmentReport.SOP_CLASS);

    private static final List<String> THEIR_SYNTAXES = List.of(IMPLICIT_VR_LITTLE_ENDIAN, EXPLICIT_VR_LITTLE_ENDIAN);

    /// The answer to a request.
    sealed interface Answer {

        /// @param contexts the accepted presentation contexts by id
        record Accepted(AssociateAccept pdu, Map<Integer, Context> contexts) implements Answer {}

        record Rejected(AssociateReject pdu) implements Answer {}
    }

    /// An accepted presentation context.
    record Context(int id, String abstractSyntax, String transferSyntax) {}

    Answer answer(AssociateRequest request) {
        Optional<AssociateReject> rejection = rejection(request);
        if (rejection.isPresent()) {
            return new Answer.Rejected(rejection.get());
        }
        Map<Integer, Context> accepted = new HashMap<>();
        List<NegotiatedContext> contexts = request.contexts().stream()
                .map(proposed -> negotiate(proposed, request.user().items(), accepted))
                .toList();
        List<UserItem> items = request.user().items().stream()
                .flatMap(item -> answer(item, accepted).stream())
                .toList();
        return new Answer.Accepted(
                new AssociateAccept(request.aeTitles(), contexts, Implementation.user(maxPduBytes, items)), accepted);
    }

    /// The answer to a wish, where silence would not do (PS3.7 annex D.3.3). Peers may be users of our services, not
    /// providers; without an answer about a service class, its defaults hold, which are ours.
    private Optional<UserItem> answer(UserItem item, Map<Integer, Context> accepted) {
        return switch (item) {
            case AsynchronousOperations ignored -> Optional.of(AsynchronousOperations.NONE);
            case RoleSelection(String sopClassUid, boolean user, boolean ignored) ->
                accepted.values().stream()
                                .anyMatch(context -> context.abstractSyntax().equals(sopClassUid))
                        ? Optional.of(new RoleSelection(sopClassUid, user, false))
                        : Optional.empty();
            case UserIdentity identity ->
                identity.responseRequested()
                                && identity.hasEmptyResponse()
                                && userIdentity == UserIdentityAnswer.ACKNOWLEDGED
                        ? Optional.of(new UserIdentityAcknowledged())
                        : Optional.empty();
            case ExtendedNegotiation ignored -> Optional.empty();
            case CommonExtendedNegotiation ignored -> Optional.empty();
            case UserIdentityAcknowledged ignored -> Optional.empty();
        };
    }

    private Optional<AssociateReject> rejection(AssociateRequest request) {
        if ((request.protocolVersion() & 1) == 0) {
            return Optional.of(AssociateReject.PROTOCOL_VERSION_NOT_SUPPORTED);
        }
        if (!request.applicationContext().equals(PduWriter.APPLICATION_CONTEXT)) {
            return Optional.of(AssociateReject.APPLICATION_CONTEXT_NOT_SUPPORTED);
        }
        if (!request.calledAeTitle().equals(aeTitle)) {
            return Optional.of(AssociateReject.CALLED_AE_NOT_RECOGNIZED);
        }
        if (!allowedCallers.contains(ANYBODY) && !allowedCallers.contains(request.callingAeTitle())) {
            return Optional.of(AssociateReject.CALLING_AE_NOT_RECOGNIZED);
        }
        return Optional.empty();
    }

    /// What whoever runs the caller or Pleura can do about a rejection.
    static String remedy(AssociateReject rejection) {
        if (rejection.equals(AssociateReject.CALLED_AE_NOT_RECOGNIZED)) {
            return "have it call the title of pleura.ingest.ae-title";
        }
        if (rejection.equals(AssociateReject.CALLING_AE_NOT_RECOGNIZED)) {
            return "list it in pleura.ingest.allowed-callers";
        }
        if (rejection.equals(AssociateReject.LOCAL_LIMIT_EXCEEDED)) {
            return "let it try again, or raise pleura.ingest.max-associations";
        }
        return "mend the caller, which does not speak DICOM as of PS3.8";
    }

    private NegotiatedContext negotiate(
            ProposedContext proposed, List<UserItem> items, Map<Integer, Context> accepted) {
        // The transfer syntax of a refused context means nothing, yet some peers insist on one.
        String any = proposed.transferSyntaxes().stream().findFirst().orElse(IMPLICIT_VR_LITTLE_ENDIAN);
        boolean other = OTHER_SERVICES.contains(proposed.abstractSyntax());
        if (!other && !StorageSopClasses.include(proposed.abstractSyntax(), items)) {
            return new NegotiatedContext(proposed.id(), NegotiatedContext.ABSTRACT_SYNTAX_NOT_SUPPORTED, any);
        }
        Optional<String> chosen = (other ? THEIR_SYNTAXES : transferSyntaxes)
                .stream().filter(proposed.transferSyntaxes()::contains).findFirst();
        if (chosen.isEmpty()) {
            return new NegotiatedContext(proposed.id(), NegotiatedContext.TRANSFER_SYNTAXES_NOT_SUPPORTED, any);
        }
        accepted.put(proposed.id(), new Context(proposed.id(), proposed.abstractSyntax(), chosen.get()));
        return new NegotiatedContext(proposed.id(), NegotiatedContext.ACCEPTANCE, chosen.get());
    }
}
