package io.pleura.ingest.receive.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.pleura.ingest.ConformanceStatement;
import io.pleura.ingest.ConformanceStatement.Row;
import io.pleura.ingest.IngestConfig.UserIdentityAnswer;
import io.pleura.ingest.check.DecodableSyntaxes;
import io.pleura.ingest.check.Eligibility;
import io.pleura.ingest.commit.CommitmentReport;
import io.pleura.ingest.receive.dimse.Negotiation.Answer;
import io.pleura.ingest.tls.PemFile;
import io.pleura.ingest.tls.TlsProfile;
import io.pleura.ingest.wire.AbortReason;
import io.pleura.ingest.wire.CommandSet;
import io.pleura.ingest.wire.Implementation;
import io.pleura.ingest.wire.Pdu.AssociateReject;
import io.pleura.ingest.wire.Pdu.AssociateRequest;
import io.pleura.ingest.wire.Pdu.NegotiatedContext;
import io.pleura.ingest.wire.Pdu.ProposedContext;
import io.pleura.ingest.wire.Pdu.UserInformation;
import io.pleura.ingest.wire.PduReader;
import io.pleura.ingest.wire.PduWriter;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The conformance statement says what the service does: associations, contexts, statuses, TLS.
class AssociationStatementTest {

    private final Negotiation negotiation = new Negotiation(
            "PLEURA",
            Set.of("*"),
            DecodableSyntaxes.preferredFirst().stream().map(each -> each.uid()).toList(),
            262_144,
            UserIdentityAnswer.NONE);

    @Test
    void theSopClassesAreThoseThatAreTakenAndAccepted() {
        List<List<Row>> tables = ConformanceStatement.tables("4.2.1.1 SOP classes");

        assertThat(uids(tables.getFirst(), "SOP class UID"))
                .containsExactlyInAnyOrderElementsOf(Eligibility.RADIOGRAPH_SOP_CLASSES);
        assertThat(uids(tables.getLast(), "SOP class UID"))
                .containsExactly(Implementation.VERIFICATION_SOP_CLASS, CommitmentReport.SOP_CLASS);
        assertThat(tables.stream().flatMap(table -> uids(table, "SOP class UID").stream()))
                .allSatisfy(uid ->
                        assertThat(chosen(uid, List.of("1.2.840.10008.1.2"))).isEqualTo("1.2.840.10008.1.2"));
    }

    /// Each syntax is chosen before all that stand after it, whatever the order of the proposal.
    @Test
    void theTransferSyntaxesStandInTheOrderInWhichTheyAreChosen() {
        List<List<Row>> tables = ConformanceStatement.tables("4.2.1.4.1 Presentation contexts");
        assertThat(tables).hasSize(2);
        List<String> storage = uids(tables.getFirst(), "transfer syntax UID");
        List<String> others = uids(tables.getLast(), "transfer syntax UID");

        assertChosenInOrder("1.2.840.10008.5.1.4.1.1.1.1", storage);
        assertChosenInOrder(Implementation.VERIFICATION_SOP_CLASS, others);
        assertChosenInOrder(CommitmentReport.SOP_CLASS, others);
        assertThat(storage).hasSameSizeAs(DecodableSyntaxes.preferredFirst());
    }

    private void assertChosenInOrder(String sopClass, List<String> syntaxes) {
        for (int i = 0; i < syntaxes.size(); i++) {
            List<String> proposed = syntaxes.subList(i, syntaxes.size()).reversed();
            assertThat(chosen(sopClass, proposed)).isEqualTo(syntaxes.get(i));
        }
    }

    private String chosen(String sopClass, List<String> syntaxes) {
        AssociateRequest request = new AssociateRequest(
                1,
                "PLEURA",
                "PEER",
                PduWriter.APPLICATION_CONTEXT,
                List.of(new ProposedContext(1, sopClass, syntaxes)),
                Implementation.user(16_384));
        NegotiatedContext context =
                ((Answer.Accepted) negotiation.answer(request)).pdu().contexts().getFirst();
        assertThat(context.result()).isEqualTo(NegotiatedContext.ACCEPTANCE);
        return context.transferSyntax();
    }

    @Test
    void theRejectionsAreThose() {
        List<AssociateReject> constants = Arrays.stream(AssociateReject.class.getFields())
                .filter(field -> field.getType() == AssociateReject.class)
                .map(AssociationStatementTest::rejection)
                .toList();

        assertThat(ConformanceStatement.table(
                        "4.2.1.4 Association acceptance policy", "when", "result", "source", "reason"))
                .extracting(
                        row -> row.get("when"),
                        row -> new AssociateReject(row.number("result"), row.number("source"), row.number("reason")))
                .containsExactlyInAnyOrderElementsOf(constants.stream()
                        .map(rejection -> tuple(rejection.meaning(), rejection))
                        .toList());
    }

    @Test
    void theLimitsAndNamesAreThose() {
        assertThat(values("4.2.1.2.1 General"))
                .isEqualTo(Map.of(
                        "application context", PduWriter.APPLICATION_CONTEXT,
                        "longest P-DATA-TF received, bytes", setting("max-pdu-bytes"),
                        "longest association request, bytes", Integer.toString(PduReader.MAX_ASSOCIATE_BYTES),
                        "presentation contexts in a request, at most", Integer.toString(AssociateRequest.MAX_CONTEXTS),
                        "user information items in a request, at most", Integer.toString(UserInformation.MAX_ITEMS),
                        "longest command set, bytes", Integer.toString(CommandSet.MAX_BYTES)));
        assertThat(values("4.2.1.2.2 Number of associations"))
                .isEqualTo(Map.of(
                        "associations at once", setting("max-associations"),
                        "further connections that are heard before they are rejected", setting("max-associations")));
        assertThat(values("4.2.1.2.4 Implementation identifying information"))
                .isEqualTo(Map.of(
                        "implementation class UID", Implementation.CLASS_UID,
                        "implementation version name", Implementation.VERSION_NAME));
    }

    @Test
    void theStatusesOfStorageCommitmentAreThose() {
        assertThat(ConformanceStatement.table("4.2.1.4.5 Storage Commitment", "N-ACTION status", "when"))
                .extracting(row -> row.hex("N-ACTION status"))
                .containsExactlyElementsOf(Arrays.stream(CommitmentDialogue.Status.values())
                        .map(CommitmentDialogue.Status::code)
                        .sorted()
                        .toList());
        assertThat(ConformanceStatement.table("4.2.1.4.5 Storage Commitment", "N-ACTION status", "when")
                        .getLast()
                        .get("when"))
                .contains(" " + CommitmentDialogue.MAX_UNCONFIRMED + " reports")
                .contains(" " + CommitmentDialogue.MAX_INFORMATION_BYTES + " bytes");
    }

    @Test
    void theReasonsOfAbortsAreThose() {
        assertThat(ConformanceStatement.table("4.2.1.4.6 Abort", "A-P-ABORT reason", "value"))
                .extracting(row -> row.get("A-P-ABORT reason"), row -> row.number("value"))
                .containsExactlyElementsOf(Arrays.stream(AbortReason.values())
                        .map(reason -> tuple(reason.name(), reason.code()))
                        .toList());
    }

    @Test
    void theProtocolsAndCipherSuitesAreThose() {
        List<Row> stated = ConformanceStatement.table("8.1 Security profiles", "TLS", "value");

        assertThat(values(stated, "protocol")).isEqualTo(TlsProfile.PROTOCOLS);
        assertThat(values(stated, "cipher suite")).isEqualTo(TlsProfile.CIPHER_SUITES);
        assertThat(values(stated, "key")).isEqualTo(PemFile.KEY_ALGORITHMS);
    }

    private static List<String> values(List<Row> stated, String what) {
        return stated.stream()
                .filter(row -> row.get("TLS").equals(what))
                .map(row -> row.get("value"))
                .toList();
    }

    private static AssociateReject rejection(Field constant) {
        try {
            return (AssociateReject) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> values(String section) {
        return ConformanceStatement.table(section, "what", "value").stream()
                .collect(Collectors.toMap(row -> row.get("what"), row -> row.get("value")));
    }

    private static String setting(String name) {
        return ConformanceStatement.table("4.4.2 Parameters", "setting", "default", "meaning").stream()
                .filter(row -> row.get("setting").equals("`pleura.ingest." + name + "`"))
                .map(row -> row.get("default"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> uids(List<Row> table, String column) {
        return table.stream().map(row -> row.get(column)).toList();
    }
}
