package io.pleura.ingest.receive.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.ingest.IngestConfig.UserIdentityAnswer;
import io.pleura.ingest.check.DecodableSyntaxes;
import io.pleura.ingest.receive.dimse.Negotiation.Answer;
import io.pleura.ingest.receive.dimse.Negotiation.Context;
import io.pleura.ingest.wire.Implementation;
import io.pleura.ingest.wire.Pdu.AeTitles;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {

    private static final String DX = SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION;
    private static final String IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid();
    private static final String EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();
    private static final String RLE = TransferSyntax.RLE_LOSSLESS.uid();
    private static final String PATIENT_ROOT_FIND = "1.2.840.10008.5.1.4.1.2.1.1";
    private static final String MPEG2 = "1.2.840.10008.1.2.4.100";

    private final Negotiation negotiation = negotiation(UserIdentityAnswer.NONE);

    @ParameterizedTest(name = "{0} calls {1}")
    @CsvSource(textBlock = """
            MODALITY, OTHER,  1, 1, 7
            MODALITY, pleura, 1, 1, 7
            NOBODY,   PLEURA, 1, 1, 3
            modality, PLEURA, 1, 1, 3
            """)
    void rejectsWrongTitlesPermanently(String calling, String called, int result, int source, int reason) {
        assertThat(negotiation.answer(request(1, called, calling, PduWriter.APPLICATION_CONTEXT, List.of())))
                .isEqualTo(new Answer.Rejected(new AssociateReject(result, source, reason)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | 1 | 7 | called AE title not recognized         | pleura.ingest.ae-title
            1 | 1 | 3 | calling AE title not recognized        | pleura.ingest.allowed-callers
            1 | 1 | 2 | application context name not supported | mend the caller
            1 | 2 | 2 | protocol version not supported         | mend the caller
            2 | 3 | 2 | local limit exceeded                   | pleura.ingest.max-associations
            """)
    void aRejectionSaysWhatItIsAboutAndWhatToDo(int result, int source, int reason, String meaning, String remedy) {
        AssociateReject rejection = new AssociateReject(result, source, reason);

        assertThat(rejection.meaning()).isEqualTo(meaning);
        assertThat(Negotiation.remedy(rejection)).contains(remedy);
    }

    @Test
    void rejectsAnotherProtocolOrApplicationContext() {
        assertThat(negotiation.answer(request(2, "PLEURA", "MODALITY", PduWriter.APPLICATION_CONTEXT, List.of())))
                .isEqualTo(new Answer.Rejected(AssociateReject.PROTOCOL_VERSION_NOT_SUPPORTED));
        assertThat(negotiation.answer(request(1, "PLEURA", "MODALITY", "1.2.3", List.of())))
                .isEqualTo(new Answer.Rejected(AssociateReject.APPLICATION_CONTEXT_NOT_SUPPORTED));
    }

    @Test
    void anAsteriskLetsEverybodyIn() {
        Negotiation open = new Negotiation("PLEURA", Set.of("*"), List.of(), 65536, UserIdentityAnswer.NONE);

        assertThat(open.answer(request(1, "PLEURA", "ANYBODY", PduWriter.APPLICATION_CONTEXT, List.of())))
                .isInstanceOf(Answer.Accepted.class);
    }

    @Test
    void answersEachPresentationContextForItself() {
        Answer.Accepted accepted = accepted(
                new ProposedContext(1, Implementation.VERIFICATION_SOP_CLASS, List.of(IMPLICIT)),
                new ProposedContext(3, DX, List.of(RLE, IMPLICIT, EXPLICIT)),
                new ProposedContext(5, PATIENT_ROOT_FIND, List.of(IMPLICIT)),
                new ProposedContext(7, DX, List.of(MPEG2)),
                new ProposedContext(9, SopClasses.CT_IMAGE_STORAGE, List.of(IMPLICIT)));

        assertThat(accepted.pdu().contexts())
                .containsExactly(
                        new NegotiatedContext(1, NegotiatedContext.ACCEPTANCE, IMPLICIT),
                        new NegotiatedContext(3, NegotiatedContext.ACCEPTANCE, EXPLICIT),
                        new NegotiatedContext(5, NegotiatedContext.ABSTRACT_SYNTAX_NOT_SUPPORTED, IMPLICIT),
                        new NegotiatedContext(7, NegotiatedContext.TRANSFER_SYNTAXES_NOT_SUPPORTED, MPEG2),
                        new NegotiatedContext(9, NegotiatedContext.ACCEPTANCE, IMPLICIT));
        assertThat(accepted.contexts())
                .isEqualTo(Map.of(
                        1, new Context(1, Implementation.VERIFICATION_SOP_CLASS, IMPLICIT),
                        3, new Context(3, DX, EXPLICIT),
                        9, new Context(9, SopClasses.CT_IMAGE_STORAGE, IMPLICIT)));
    }

    @Test
    void saysHowLongAPduMayBeAndRepeatsTheTitlesAsTheyCame() {
        AeTitles asTheyCame = new AeTitles(" PLEURA\0\0\0\0\0\0\0\0\0", "MODALITY        ", "r".repeat(32));
        Answer.Accepted accepted = (Answer.Accepted) negotiation.answer(new AssociateRequest(
                1, asTheyCame, PduWriter.APPLICATION_CONTEXT, List.of(), Implementation.user(16384)));

        assertThat(accepted.pdu().user()).isEqualTo(Implementation.user(65536));
        assertThat(accepted.pdu().aeTitles()).isEqualTo(asTheyCame);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            # one of the standard's storage classes, whatever it is
            1.2.840.10008.5.1.4.1.1.104.3 | 0
            1.2.840.10008.5.1.4.1.1.7     | 0
            # a private one that the peer calls storage
            1.3.6.1.4.1.9999.1            | 0
            # and one that it calls something else
            1.3.6.1.4.1.9999.2            | 3
            # no storage class at all
            1.3.6.1.4.1.9999.3            | 3
            1.2.840.10008.5.1.4.1.1       | 3
            1.2.840.10008.5.1.4.1.2.1.1   | 3
            1.2.840.10008.5.1.4.31        | 3
            1.2.840.10008.5.1.1.9         | 3
            """)
    void takesWhateverIsStorageAndNothingElse(String sopClass, int result) {
        List<UserItem> explained = List.of(
                new CommonExtendedNegotiation("1.3.6.1.4.1.9999.1", "1.2.840.10008.4.2", List.of(DX)),
                new CommonExtendedNegotiation("1.3.6.1.4.1.9999.2", "1.2.840.10008.4.1", List.of()));

        Answer.Accepted accepted =
                accepted(negotiation, explained, new ProposedContext(1, sopClass, List.of(EXPLICIT)));

        assertThat(accepted.pdu().contexts()).containsExactly(new NegotiatedContext(1, result, EXPLICIT));
    }

    @Test
    void declinesAsynchronousOperations() {
        assertThat(answers(negotiation, new AsynchronousOperations(0, 8)))
                .containsExactly(new AsynchronousOperations(1, 1));
    }

    @ParameterizedTest(name = "user {0}, provider {1} -> user {2}, provider {3}")
    @CsvSource(textBlock = """
            true,  false, true,  false
            true,  true,  true,  false
            false, true,  false, false
            """)
    void peersMayBeUsersNotProviders(boolean user, boolean provider, boolean mayUse, boolean mayProvide) {
        assertThat(answers(negotiation, new RoleSelection(DX, user, provider)))
                .containsExactly(new RoleSelection(DX, mayUse, mayProvide));
    }

    @Test
    void rolesOfARefusedClassAreNotAnswered() {
        assertThat(answers(negotiation, new RoleSelection(PATIENT_ROOT_FIND, true, false)))
                .isEmpty();
    }

    @ParameterizedTest(name = "type {0}, response wanted: {1}, setting {2} -> {3}")
    @CsvSource(textBlock = """
            1, true,  ACKNOWLEDGED, true
            2, true,  ACKNOWLEDGED, true
            1, false, ACKNOWLEDGED, false
            # nobody here can check a ticket, an assertion or a token
            3, true,  ACKNOWLEDGED, false
            4, true,  ACKNOWLEDGED, false
            5, true,  ACKNOWLEDGED, false
            1, true,  NONE,         false
            2, true,  NONE,         false
            """)
    void acknowledgesUserNamesWhereToldTo(int type, boolean wanted, UserIdentityAnswer setting, boolean acknowledged) {
        List<UserItem> answers = answers(negotiation(setting), new UserIdentity(type, wanted));

        assertThat(answers).isEqualTo(acknowledged ? List.of(new UserIdentityAcknowledged()) : List.of());
    }

    @Test
    void leavesExtendedNegotiationAtItsDefaults() {
        assertThat(answers(negotiation, new ExtendedNegotiation(DX))).isEmpty();
    }

    private static List<UserItem> answers(Negotiation negotiation, UserItem item) {
        ProposedContext context = new ProposedContext(1, DX, List.of(EXPLICIT));
        return accepted(negotiation, List.of(item), context).pdu().user().items();
    }

    private static Negotiation negotiation(UserIdentityAnswer userIdentity) {
        return new Negotiation(
                "PLEURA",
                Set.of("MODALITY"),
                DecodableSyntaxes.preferredFirst().stream()
                        .map(TransferSyntax::uid)
                        .toList(),
                65536,
                userIdentity);
    }

    private static Answer.Accepted accepted(
            Negotiation negotiation, List<UserItem> items, ProposedContext... contexts) {
        return (Answer.Accepted) negotiation.answer(new AssociateRequest(
                1,
                "PLEURA",
                "MODALITY",
                PduWriter.APPLICATION_CONTEXT,
                List.of(contexts),
                Implementation.user(16384, items)));
    }

    private Answer.Accepted accepted(ProposedContext... contexts) {
        return (Answer.Accepted)
                negotiation.answer(request(1, "PLEURA", "MODALITY", PduWriter.APPLICATION_CONTEXT, List.of(contexts)));
    }

    private static AssociateRequest request(
            int version, String called, String calling, String applicationContext, List<ProposedContext> contexts) {
        return new AssociateRequest(version, called, calling, applicationContext, contexts, Implementation.user(16384));
    }
}
