package io.pleura.standalone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.standalone.audit.Balance.AwaitingAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final Ledger ledger = new Ledger(NOW);

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
            ledger.scored("hash", "1.2", "1", false, false, NOW);
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

    @Test
    void saysThatThereAreMoreProblemsThanItTells() {
        for (int image = 0; image <= 1000; image++) {
            ledger.received("hash", "1.2." + image, false);
        }
        Balance balance = ledger.balance();
        assertThat(balance.problems()).hasSize(1000);
        assertThat(balance.report()).endsWith("; problems: 1000 or more\n");
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
        ledger.scored("hash", "1.2", "1", true, behind, NOW);
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
        ledger.scored("hash", "1.2", "1", false, false, NOW);
        ledger.received("hash", "1.2", false);
        Balance balance = ledger.balance();
        assertThat(balance.received()).isEqualTo(2);
        assertThat(balance.rejected()).isEqualTo(1);
        assertThat(balance.report()).contains("balances: 2 = 1 + 1 + 0");
        assertThat(balance.plus(balance).received()).isEqualTo(4);
    }

    @Test
    void positiveStudiesThatAlertingHasYetToReadAreCountedWithTheAgeOfTheOldest() {
        ledger.alertChanged("3", true);
        ledger.scored("a", "1.1", "1", true, true, NOW.minusSeconds(301));
        ledger.scored("b", "1.2", "1", true, true, NOW.minusSeconds(20));
        ledger.scored("c", "2.1", "2", true, true, NOW.plusSeconds(1));
        ledger.scored("d", "3.1", "3", true, true, NOW.minusSeconds(900));
        ledger.scored("e", "4.1", "4", false, true, NOW.minusSeconds(900));
        for (String radiograph : List.of("a 1.1", "b 1.2", "c 2.1", "d 3.1", "e 4.1")) {
            ledger.received(radiograph.split(" ")[0], radiograph.split(" ")[1], false);
        }
        Balance balance = ledger.balance();
        assertThat(balance.awaitingAlert()).isEqualTo(new AwaitingAlert(2, Duration.ofSeconds(301)));
        assertThat(balance.report()).contains("2 positive studies wait for alerting, the oldest for 301 s");
        assertThat(balance.alertedWithin(Duration.ofSeconds(301)).balances()).isTrue();
        Balance late = balance.alertedWithin(Duration.ofMinutes(5));
        assertThat(late.balances()).isFalse();
        assertThat(late.problems()).containsExactly("2 positive studies wait for alerting, the oldest for 301 s");
        assertThat(balance.plus(Balance.EMPTY).awaitingAlert()).isEqualTo(balance.awaitingAlert());
    }

    @Test
    void whatWaitsInIngestIsReceivedAndInFlightAndNotKnownUnlessItsDiskWasLookedAt() {
        ledger.scored("hash", "1.2", "1", false, false, NOW);
        ledger.received("hash", "1.2", false);
        assertThat(ledger.balance().report()).contains("ingest's disk was not looked at", "balances: 1 = 1 + 0 + 0");
        Balance balance = ledger.balance().waitingInIngest(3);
        assertThat(balance.received()).isEqualTo(4);
        assertThat(balance.report())
                .contains("3 not published yet", "3 in ingest for Kafka", "balances: 4 = 1 + 0 + 3")
                .doesNotContain("not looked at");
    }
}
