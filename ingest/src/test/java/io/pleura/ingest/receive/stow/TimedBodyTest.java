package io.pleura.ingest.receive.stow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.ingest.IngestConfig;
import io.pleura.ingest.TestSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimedBodyTest {

    private static final Duration ANY = Duration.ofDays(365);

    private long nanos;

    @Test
    void aPartHasItsTimeAndNoMoreHoweverManyBytesTrickleIn() throws IOException {
        Duration time = Duration.ofSeconds(10);
        TimedBody body = new TimedBody(new ByteArrayInputStream(new byte[100]), time, ANY, () -> nanos);
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

    /// A byte a minute in each of many small parts would keep its place among the requests for a week.
    @Test
    void partsThatTrickleOneAfterTheOtherHaveTheTimeOfOneAndNoMore() throws IOException {
        Duration time = Duration.ofMinutes(5);
        TimedBody body = new TimedBody(new Line(10_000, Duration.ofSeconds(59)), time, ANY, () -> nanos);
        assertThatThrownBy(() -> {
                    while (body.read() >= 0) {
                        body.nextPart();
                    }
                })
                .isInstanceOf(TooSlowException.class)
                .hasMessage("the parts came more slowly than 4096 bytes a second");
        assertThat(Duration.ofNanos(nanos)).isLessThan(Duration.ofMinutes(6));
    }

    /// A line of 64 kbit/s, for as many parts as it likes.
    @Test
    void aSlowLineHasAllTheTimeThatItNeeds() throws IOException {
        TimedBody body = new TimedBody(
                new Line(100_000_000, Duration.ofSeconds(1).dividedBy(8000)), Duration.ofMinutes(5), ANY, () -> nanos);
        byte[] piece = new byte[8000];
        for (int part = 0; part < 10_000; part++) {
            body.nextPart();
            assertThat(body.read(piece, 0, piece.length)).isEqualTo(piece.length);
        }
        assertThat(Duration.ofNanos(nanos)).isGreaterThan(Duration.ofHours(2));
    }

    /// At 8 kB/s, which is no too slow a line, 4 GB would keep their place for six days.
    @Test
    void theWholeBodyHasItsTimeAndNoMore() throws IOException {
        IngestConfig shipped = TestSettings.config(Map.of());
        TimedBody body = new TimedBody(
                new Line(Integer.MAX_VALUE, Duration.ofSeconds(1).dividedBy(8000)),
                shipped.messageTimeout(),
                shipped.stowTimeout(),
                () -> nanos);
        byte[] piece = new byte[8000];
        assertThatThrownBy(() -> {
                    while (body.read(piece) >= 0) {
                        body.nextPart();
                    }
                })
                .isInstanceOf(TooSlowException.class)
                .hasMessage("the body took longer than 3600 s");
        assertThat(Duration.ofNanos(nanos)).isLessThan(Duration.ofMinutes(61));
    }

    /// As a small clinic sends them.
    @Test
    void sixRadiographsOf64MegabytesComeOverALineOf1MegabitASecond() throws IOException {
        IngestConfig shipped = TestSettings.config(Map.of());
        int sizeBytes = 64_000_000;
        TimedBody body = new TimedBody(
                new Line(6 * sizeBytes, Duration.ofSeconds(1).dividedBy(125_000)),
                shipped.messageTimeout(),
                shipped.stowTimeout(),
                () -> nanos);
        byte[] piece = new byte[8000];
        for (int part = 0; part < 6; part++) {
            body.nextPart();
            for (int read = 0; read < sizeBytes; read += piece.length) {
                assertThat(body.read(piece)).isEqualTo(piece.length);
            }
        }
        assertThat(body.read(piece)).isEqualTo(-1);
    }

    /// The client does not answer for a busy disk, or for Kafka.
    @Test
    void whatWeDoBetweenReadsIsNotTheClientsTime() throws IOException {
        TimedBody body = new TimedBody(
                new Line(1000, Duration.ZERO), Duration.ofMinutes(5), Duration.ofMinutes(10), () -> nanos);
        for (int part = 0; part < 1000; part++) {
            body.nextPart();
            assertThat(body.read()).isZero();
            nanos += Duration.ofMinutes(4).toNanos();
        }
    }

    /// Brings each byte after the same time.
    private final class Line extends InputStream {

        private final Duration timeForByte;
        private int left;

        Line(int length, Duration timeForByte) {
            this.left = length;
            this.timeForByte = timeForByte;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("read many");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int count = Math.min(left, length);
            left -= count;
            nanos += timeForByte.toNanos() * count;
            return count == 0 ? -1 : count;
        }
    }
}
