package io.pleura.ingest.scu;

import java.time.Duration;

/// How long a sender waits.
///
/// @param connect for the transport connection
/// @param response for each answer of the peer
public record Timeouts(Duration connect, Duration response) {

    public static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(60));
}
