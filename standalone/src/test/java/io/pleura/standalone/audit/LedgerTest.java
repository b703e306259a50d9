package io.pleura.standalone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerTest {

    private final Ledger ledger = new Ledger();

    @ParameterizedTest(name = "received {0}, scored {1}, rejected {2}, inference behind: {3}")
    @CsvSource(textBlock = """
            # received, scored, rejected, behind, in flight, balances
            1, 1, 0, false, 0, true
            1, 0, 1, false, 0, true
            1, 0, 0, true,  1, true
            # scored a moment after the offsets were asked for
            1, 1, 0, true,  0, true
            1, 0, 0, false, 0, false
            1, 2, 0, false, 0, false
            1, 1, 1, false, 0, false
            2, 1, 0, false, 0, false
            2, 2, 0, false, 0, false
            0, 1, 0, false, 0, false
            """)
    void booksBalanceWhenEachRadiographComesOutOnce(
            int received, int scored, int rejected, boolean behind, int inFlight, boolean balances) {
        for (int i = 0; i < scored; i++) {
            ledger.scored("hash", "1.2", "1", false, false);
        }
        for (int i = 0; i < rejected; i++) {
            ledger.rejectedByInference("hash", "1.2");
        }
        for (int i = 0; i < received; i++) {
            ledger.received("hash", "1.2", behind);
        }
        Balance balance = ledger.balance();
        assertThat(balance.balances()).as(balance.report()).isEqualTo(balances);
        assertThat(balance.inFlight()).isEqualTo(inFlight);
        assertThat(balance.problems().isEmpty()).isEqualTo(balances);
    }

    @ParameterizedTest(name = "alerting behind: {0}, alert raised {1} times")
    @CsvSource(textBlock = """
            # alerting behind, raised, balances
            false, 1, true
            true,  1, true
            true,  0, true
            false, 0, false
            false, 2, false
            """)
    void everyPositiveStudyHasOneAlert(boolean behind, int raised, boolean balances) {
        for (int i = 0; i < raised; i++) {
            ledger.alertChanged("1", true);
        }
        ledger.scored("hash", "1.2", "1", true, behind);
        ledger.received("hash", "1.2", false);
        assertThat(ledger.balance().balances()).isEqualTo(balances);
    }

    @Test
    void sameInstanceWithOtherBytesIsAnotherRadiograph() {
        ledger.received("hash", "1.2", true);
        ledger.received("other", "1.2", true);
        assertThat(ledger.balance().inFlight()).isEqualTo(2);
        assertThat(ledger.balance().balances()).isTrue();
    }

    @Test
    void refusalsOnArrivalCountAsReceivedAndRejected() {
        ledger.refusedOnArrival();
        ledger.scored("hash", "1.2", "1", false, false);
        ledger.received("hash", "1.2", false);
        Balance balance = ledger.balance();
        assertThat(balance.received()).isEqualTo(2);
        assertThat(balance.rejected()).isEqualTo(1);
        assertThat(balance.report()).contains("balances: 2 = 1 + 1 + 0");
        assertThat(balance.plus(balance).received()).isEqualTo(4);
    }
}
