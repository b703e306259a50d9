package io.pleura.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSessionTest {

    private static final String ID = "ingest-of-log-session-test";

    /// As when Kafka's name is no longer resolved in that moment. There is another attempt every second.
    @Test
    void leavesNoClientOpenWhenTheLastOneCannotBeCreated(@TempDir Path folder) throws Exception {
        PublisherSettings settings = new PublisherSettings(
                "127.0.0.1:1", ID, Duration.ofSeconds(1), 1, 1, Duration.ZERO, Duration.ZERO, folder.resolve("ends"));
        List<Thread> clients = new ArrayList<>();
        assertThatExceptionOfType(KafkaException.class)
                .isThrownBy(() -> LogSession.open(settings, new LogEnds(settings.endsFile()), () -> {
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().contains(ID))
                            .forEach(clients::add);
                    throw new KafkaException("no resolvable bootstrap urls");
                }));
        assertThat(clients).as("threads of producer and admin client").hasSize(2);
        for (Thread client : clients) {
            assertThat(client.join(Duration.ofSeconds(20))).as(client.getName()).isTrue();
        }
    }
}
