package io.pleura.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.standalone.bench.Load.Sending;
import io.pleura.standalone.stack.StackException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoadTest {

    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void theFirstObjectOfEachSenderDoesNotCount() throws Exception {
        Load load = Load.run(() -> sending(Integer.MAX_VALUE), 3, 5);

        assertThat(sent).hasValue(3 * 6);
        assertThat(load.millis()).hasSize(3 * 5);
        assertThat(load.perSecond()).isPositive();
        assertThat(closed).hasValue(3);
    }

    @Test
    void aReceiverThatFailsIsNotMeasured() {
        assertThatThrownBy(() -> Load.run(() -> sending(4), 2, 10))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("full");
        assertThat(closed).hasValue(2);
    }

    @Test
    void aReceiverThatNeverTakesAnythingEndsItToo() {
        assertThatThrownBy(() -> Load.run(() -> sending(0), 4, 10)).isInstanceOf(StackException.class);
    }

    private Sending sending(int room) {
        return new Sending() {
            @Override
            public void send() throws IOException {
                if (sent.incrementAndGet() > room) {
                    throw new IOException("full");
                }
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }
}
