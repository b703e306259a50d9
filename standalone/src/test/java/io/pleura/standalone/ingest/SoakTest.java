package io.pleura.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.ingest.Ingest;
import io.pleura.ingest.receive.dimse.DimseScp;
import io.pleura.standalone.soak.Line;
import io.pleura.standalone.soak.Receipts;
import io.pleura.standalone.soak.Soak;
import io.pleura.standalone.soak.Tally;
import io.pleura.standalone.stack.Ports;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The beginning of what `./pleura soak` does for ten minutes.
@Timeout(180)
class SoakTest {

    private static final int ASSOCIATIONS = 30;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void slowAndBrokenSendersHarmNobody() throws Exception {
        try (IngestFixture fixture = new IngestFixture(folder)) {
            Ingest ingest = fixture.ingest(Map.of("max-associations", "64"));
            DimseScp scp = fixture.scp(ingest);
            Soak soak = new Soak(
                    new InetSocketAddress(Ports.HOST, scp.port()),
                    IngestFixture.CALLER,
                    "PLEURA",
                    ASSOCIATIONS,
                    Duration.ofMillis(100));

            Tally tally = soak.run(Duration.ofSeconds(3), 1);

            assertThat(tally.failures()).isEmpty();
            assertThat(tally.stored(Line.GOOD)).isGreaterThanOrEqualTo(ASSOCIATIONS / 3);
            assertThat(tally.stored(Line.SLOW)).isGreaterThanOrEqualTo(ASSOCIATIONS / 3);
            assertThat(tally.broken()).isGreaterThanOrEqualTo(ASSOCIATIONS / 3);
            Receipts receipts = Receipts.settled(fixture.bootstrapServers(), tally.acknowledged());
            assertThat(receipts.balance()).as("%s", receipts).isTrue();
        }
    }
}
