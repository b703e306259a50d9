package io.pleura.standalone;

import io.pleura.standalone.stack.Ports;
import java.nio.file.Path;
import java.util.Map;

/// A broker in the test's own process.
public final class TestBroker {

    /// The machine does not lose power in these tests, and syncing every record is most of their time.
    private static final Map<String, String> NO_SYNC =
            Map.of("log.flush.interval.messages", Long.toString(Long.MAX_VALUE));

    private TestBroker() {}

    /// Starts it, with what an earlier one has left in the folder.
    public static Broker start(Path folder, Ports ports) throws Exception {
        return new Broker(folder.resolve("broker"), ports.kafka(), ports.controller(), NO_SYNC);
    }
}
