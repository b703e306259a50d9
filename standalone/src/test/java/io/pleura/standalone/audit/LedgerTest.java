package io.pleura.standalone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.schemas.RecordPlace;
import io.pleura.standalone.audit.Balance.AwaitingAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final SuspenseAccount suspense = new SuspenseAccount();
    private final Ledger ledger = new Ledger(NOW, suspense);

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
            ledger.rejectedByInference("hash", "1.2", "1");
        }
        for (int i = 0; i < received; i++) {
            received("hash", "1.2", behind);
        }
        Balance balance = ledger.balance();
        assertThat(balance.balances()).as(balance.report()).isEqualTo(balances);
        assertThat(balance.inFlight()).isEqualTo(inFlight);
        assertThat(balance.problems().isEmpty()).isEqualTo(balances);
    }

    @Test
    void saysThatThereAreMoreProblemsThanItTells() {
        for (int image = 0; image <= 1000; image++) {
            received("hash", "1.2." + image, false);
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
        received("hash", "1.2", false);
        assertThat(ledger.balance().balances()).isEqualTo(balances);
    }

    @Test
    void sameInstanceWithOtherBytesIsAnotherRadiograph() {
        received("hash", "1.2", true);
        received("other", "1.2", true);
        assertThat(ledger.balance().inFlight()).isEqualTo(2);
        assertThat(ledger.balance().balances()).isTrue();
    }

    @Test
    void refusalsOnArrivalCountAsReceivedAndRejected() {
        ledger.refusedOnArrival();
        ledger.scored("hash", "1.2", "1", false, false, NOW);
        received("hash", "1.2", false);
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
            received(radiograph.split(" ")[0], radiograph.split(" ")[1], false);
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
        received("hash", "1.2", false);
        assertThat(ledger.balance().report()).contains("ingest's disk was not looked at", "balances: 1 = 1 + 0 + 0");
        Balance balance = ledger.balance().waitingInIngest(3, LongestWait.NONE);
        assertThat(balance.received()).isEqualTo(4);
        assertThat(balance.report())
                .contains("3 not published yet", "3 in ingest for Kafka", "balances: 4 = 1 + 0 + 3")
                .doesNotContain("not looked at");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # of one study: lane records unreadable, of them uncommitted, rejected unread, outcomes unreadable,
            # radiographs received, scored without being received; books
            1, 0, 1, 0, 0, 0, balances: 1 = 0 + 1 + 0
            1, 1, 0, 0, 0, 0, balances: 1 = 0 + 0 + 1
            1, 1, 1, 0, 0, 0, balances: 1 = 0 + 1 + 0
            1, 0, 0, 1, 0, 0, balances: 1 = 0 + 0 + 0 + 1 unreadable
            1, 0, 0, 0, 0, 1, balances: 1 = 1 + 0 + 0
            0, 0, 0, 1, 1, 0, balances: 1 = 0 + 0 + 0 + 1 unreadable
            # a refusal on arrival, or nothing of ours
            0, 0, 0, 1, 0, 0, balances: 0 = 0 + 0 + 0
            1, 0, 0, 0, 0, 0, DOES NOT BALANCE: 1 != 0 + 0 + 0; problems: 1
            0, 0, 1, 0, 0, 0, DOES NOT BALANCE: 0 != 0 + 1 + 0; problems: 1
            0, 0, 0, 1, 2, 0, DOES NOT BALANCE: 2 != 0 + 0 + 0 + 1 unreadable; problems: 1
            1, 0, 1, 0, 0, 1, DOES NOT BALANCE: 1 != 1 + 1 + 0; problems: 1
            # what is unreadable is no outcome, and no radiograph, twice
            1, 0, 1, 0, 1, 0, DOES NOT BALANCE: 2 != 0 + 1 + 0; problems: 1
            """)
    void whatCannotBeReadStandsForOneRadiographOrOneOutcomeOfItsStudy(
            int lanes, int behind, int rejectedUnread, int outcomes, int received, int scored, String books) {
        for (int record = 0; record < lanes; record++) {
            suspense.received("1", record < behind);
        }
        for (int record = 0; record < rejectedUnread; record++) {
            suspense.rejectedUnread("1");
        }
        for (int record = 0; record < outcomes; record++) {
            suspense.outcome("1");
        }
        for (int image = 0; image < received; image++) {
            received("hash", "1.2." + image, false);
        }
        for (int image = 0; image < scored; image++) {
            ledger.scored("other", "1.3." + image, "1", false, false, NOW);
        }
        Balance balance = ledger.balance().plus(suspense.balance());
        assertThat(balance.report()).endsWith(books + "\n");
    }

    @Test
    void whatCannotBeReadIsNoOutcomeOfAnotherStudy() {
        suspense.outcome("2");
        received("hash", "1.2", false);
        assertThat(ledger.balance().plus(suspense.balance()).problems())
                .containsExactly("missing: received, passed by inference, no outcome: 1.2 hash");
    }

    @Test
    void balancesWithRecordsThatCannotBeReadOnlyWhenEachIsKnown() {
        var one = new UnreadableRecord(RecordPlace.valueOf("scores-3@17"), "1", "an event of a newer schema");
        var other = new UnreadableRecord(RecordPlace.valueOf("alerts-3@4"), "1", "it has no value");
        Balance balance = ledger.balance().withUnreadable(List.of(one, other), Set.of(one.place()));
        assertThat(balance.report())
                .startsWith("passed over: scores-3@17: an event of a newer schema\n"
                        + "cannot be read: alerts-3@4: it has no value\n")
                .endsWith("DOES NOT BALANCE: 0 = 0 + 0 + 0; records passed over: 1; problems: 1\n");
        assertThat(ledger.balance()
                        .withUnreadable(List.of(one, other), Set.of(one.place(), other.place()))
                        .report())
                .endsWith("balances: 0 = 0 + 0 + 0; records passed over: 2\n");
    }

    @ParameterizedTest(name = "received {1} s ago in {0}, inference behind: {2}, scored {3} times")
    @CsvSource(delimiter = '|', textBlock = """
            # lane | seconds ago | behind | scored | balances | in flight
            STAT    |  3600 | true  | 0 | true  | ; the oldest for 3600 s in the STAT lane
            STAT    |  3601 | true  | 0 | false | ; the oldest for 3601 s in the STAT lane
            ROUTINE | 86400 | true  | 0 | false | ; the oldest for 86400 s in the routine lane
            # received by a clock that is ahead
            ROUTINE |    -5 | true  | 0 | true  | ; the oldest for 0 s in the routine lane
            # scored a moment after the offsets were asked for, or long ago
            STAT    |  3601 | true  | 1 | true  | ''
            STAT    |  3601 | false | 1 | true  | ''
            """)
    void whatIsInFlightForLongerThanItMayIsOverdue(
            LongestWait.Place lane, long secondsAgo, boolean behind, int scored, boolean balances, String oldest) {
        for (int i = 0; i < scored; i++) {
            ledger.scored("hash", "1.2", "1", false, false, NOW);
        }
        ledger.received("hash", "1.2", "1", lane, behind, NOW.minusSeconds(secondsAgo));
        Balance balance = ledger.balance().scoredWithin(Duration.ofHours(1));
        assertThat(balance.report()).contains("ingest's disk was not looked at)" + oldest + "\n");
        assertThat(balance.balances()).isEqualTo(balances);
        assertThat(balance.problems()).hasSize(balances ? 0 : 1);
    }

    @Test
    void namesTheOldestInFlightAtEachPlace() {
        ledger.received("hash", "1.1", "1", LongestWait.Place.STAT, true, NOW.minusSeconds(30));
        ledger.received("hash", "1.2", "1", LongestWait.Place.STAT, true, NOW.minusSeconds(4000));
        ledger.received("hash", "1.3", "1", LongestWait.Place.ROUTINE, true, NOW.minusSeconds(20));
        LongestWait ingest = LongestWait.of(LongestWait.Place.INGEST, "1.4 hash", NOW.minusSeconds(5000), NOW);
        Balance balance =
                ledger.balance().plus(Balance.EMPTY).waitingInIngest(1, ingest).scoredWithin(Duration.ofHours(1));
        assertThat(balance.report())
                .contains(
                        "; the oldest for 5000 s in ingest, for 4000 s in the STAT lane, for 20 s in the routine lane");
        assertThat(balance.problems())
                .containsExactly(
                        "overdue: received 5000 s ago and still in ingest, the oldest there: 1.4 hash",
                        "overdue: received 4000 s ago and still in the STAT lane, the oldest there: 1.2 hash");
    }

    private void received(String contentHash, String sopInstanceUid, boolean behind) {
        ledger.received(contentHash, sopInstanceUid, "1", LongestWait.Place.ROUTINE, behind, NOW);
    }
}
