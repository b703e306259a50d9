package io.pleura.standalone;

import io.pleura.standalone.stack.Ports;
import picocli.CommandLine.Option;

/// The stack that runs on this machine, for commands that talk to it.
final class LocalStack {

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            defaultValue = "0",
            converter = PortOffset.class,
            description = "the offset that the stack on this machine was started with (default: 0)")
    @SuppressWarnings("NullAway.Init")
    private Ports ports;

    Ports ports() {
        return ports;
    }
}
