package io.pleura.standalone.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReceiptsTest {

    @Test
    void countsWhatIsLostTwiceOrUnheard() {
        Receipts receipts = Receipts.of(Map.of("1", 1, "2", 2, "4", 1), Set.of("1", "2", "3"));

        assertThat(receipts).isEqualTo(new Receipts(1, 1, 1));
        assertThat(receipts.balance()).isFalse();
    }

    @Test
    void theyBalanceWhenASenderMissedItsAnswer() {
        assertThat(Receipts.of(Map.of("1", 1, "2", 1), Set.of("1")).balance()).isTrue();
    }
}
