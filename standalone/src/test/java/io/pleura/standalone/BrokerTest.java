package io.pleura.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.standalone.stack.Ports;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BrokerTest {

    @Test
    void writesNothingToItsMetadataWhileNothingHappens(@TempDir Path folder) throws Exception {
        Ports ports = Ports.free();
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
        try (Broker running = TestBroker.start(folder, ports);
                Admin admin = Admin.create(Map.of("bootstrap.servers", ports.kafkaBootstrap()))) {
            assertThat(running).isNotNull();
            assertThat(admin.describeConfigs(List.of(broker))
                            .all()
                            .get(30, TimeUnit.SECONDS)
                            .values())
                    .extracting(settings ->
                            settings.get("metadata.max.idle.interval.ms").value())
                    .containsExactly("0");
        }
    }
}
