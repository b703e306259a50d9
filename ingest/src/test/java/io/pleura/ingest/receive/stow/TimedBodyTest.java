package io.pleura.ingest.receive.stow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimedBodyTest {

    private long nanos;

    @Test
    void aPartHasItsTimeAndNoMoreHoweverManyBytesTrickleIn() throws IOException {
        Duration time = Duration.ofSeconds(10);
        TimedBody body = new TimedBody(new ByteArrayInputStream(new byte[100]), time, () -> nanos);
        byte[] one = new byte[1];
        for (int part = 0; part < 3; part++) {
            body.nextPart();
            for (int second = 0; second < 10; second++) {
                nanos += Duration.ofSeconds(1).toNanos();
                assertThat(body.read(one, 0, 1)).isEqualTo(1);
            }
        }

        nanos++;

        assertThatThrownBy(() -> body.read(one, 0, 1))
                .isInstanceOf(TooSlowException.class)
                .hasMessage("a part took longer than 10 s");
        assertThatThrownBy(body::read).isInstanceOf(TooSlowException.class);
    }
}
