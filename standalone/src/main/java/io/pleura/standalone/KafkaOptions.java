package io.pleura.standalone;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which system's topics a command reads.
final class KafkaOptions {

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Kafka's address (default: that of the stack on this machine)")
    private @Nullable String bootstrap;

    @Mixin
    private final LocalStack local = new LocalStack();

    String bootstrapServers() {
        return bootstrap == null ? local.ports().kafkaBootstrap() : bootstrap;
    }
}
