package io.pleura.ingest.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.ingest.ConformanceStatement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The conformance statement says what the service does: reports on storage commitment.
class CommitmentStatementTest {

    @Test
    void theReasonsForFailureAreThose() {
        assertThat(ConformanceStatement.table("4.2.1.4.5 Storage Commitment", "Failure Reason (0008,1197)", "when"))
                .extracting(row -> row.hex("Failure Reason (0008,1197)"))
                .containsExactly(
                        Durability.PROCESSING_FAILURE,
                        Durability.NO_SUCH_OBJECT_INSTANCE,
                        Durability.CLASS_INSTANCE_CONFLICT);
    }

    @Test
    void aReportOfOurOwnIsSentInTheContextThatIsStated() {
        assertThat(ConformanceStatement.table(
                        "4.2.1.3 Association initiation policy", "presentation context", "transfer syntax UID", "role"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("presentation context")).isEqualTo(CommitmentReport.SOP_CLASS));
        assertThat(ConformanceStatement.table("4.2.1.3 Association initiation policy", "what", "value"))
                .singleElement()
                .satisfies(row -> assertThat(Duration.ofSeconds(row.number("value")))
                        .isEqualTo(CommitmentSettings.LONGEST_PAUSE));
    }
}
