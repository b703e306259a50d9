package io.pleura.standalone;

import io.pleura.standalone.stack.Ports;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which system's topics a command reads.
final class KafkaOptions {

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Kafka's address (default: that of the stack on this machine)")
    private @Nullable String bootstrap;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            defaultValue = "0",
            description = "the offset that the stack on this machine was started with (default: 0)")
    private int portOffset;

    String bootstrapServers() {
        return bootstrap == null ? Ports.standard(portOffset).kafkaBootstrap() : bootstrap;
    }
}
