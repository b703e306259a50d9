package io.pleura.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.ingest.Ingest;
import io.pleura.ingest.receive.dimse.DimseScp;
import io.pleura.ingest.scu.StoreScu;
import io.pleura.ingest.scu.StoreStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kafka goes and comes back while a sender sends.
@Timeout(300)
class KafkaAwayTest {

    @Test
    void nothingIsAcknowledgedThatIsNotInTheLogAndNothingIsThereTwice(@TempDir Path folder) throws Exception {
        try (IngestFixture fixture = new IngestFixture(folder)) {
            Ingest ingest = fixture.ingest(Map.of("kafka-timeout", "3s", "publish-timeout", "6s"));
            DimseScp scp = fixture.scp(ingest);
            List<byte[]> objects = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                objects.add(TestObjects.radiograph());
            }
            try (StoreScu scu = fixture.scu(scp)) {
                assertThat(scu.store(objects.get(0)).success()).isTrue();
                fixture.stopBroker();
                for (byte[] object : objects.subList(1, 4)) {
                    StoreStatus status = scu.store(object);
                    assertThat(status.retryable()).as("%s", status).isTrue();
                }
                assertThat(ingest.logTrouble()).isPresent();

                fixture.startBroker();
                IngestFixture.await("Kafka", () -> ingest.logTrouble().isEmpty());
                for (byte[] object : objects) {
                    assertThat(scu.store(object).success()).isTrue();
                }
            }
            assertThat(fixture.received()).hasSize(objects.size()).doesNotHaveDuplicates();
        }
    }
}
