package io.pleura.ingest.receive.dimse;

import java.time.Duration;

/// How long a peer may take.
///
/// @param handshake for that of TLS
/// @param artim for the association request to come, and for the peer to close (PS3.8 section 9.1.5)
/// @param idle between messages
/// @param message for one message, from its first byte to our answer
record Timers(Duration handshake, Duration artim, Duration idle, Duration message) {}
