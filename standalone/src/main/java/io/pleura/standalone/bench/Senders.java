package io.pleura.standalone.bench;

import io.pleura.ingest.scu.StoreScu;
import io.pleura.ingest.scu.StoreStatus;
import io.pleura.ingest.scu.Timeouts;
import io.pleura.standalone.bench.Load.Sending;
import io.pleura.standalone.stack.Ports;
import io.pleura.standalone.stack.StackException;
import io.pleura.standalone.stack.StackSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/// The senders of the ingest benchmark, the same towards all receivers: C-STORE with our own [StoreScu] (TCP_NODELAY),
/// STOW-RS with the platform's plainest HTTP client, which costs half of the other's processor time, one instance a
/// request.
final class Senders {

    private static final String BOUNDARY = "pleura-bench";
    private static final int TIMEOUT_MILLIS = 60_000;

    /// Every object of a benchmark has another number.
    private final AtomicLong numbers = new AtomicLong();

    Sending store(Receiver receiver, int bytes) {
        SyntheticRadiograph radiograph = new SyntheticRadiograph(bytes);
        StoreScu scu = new StoreScu(
                Ports.HOST, receiver.dicomPort(), StackSettings.ROUTINE_CALLER, receiver.aeTitle(), Timeouts.DEFAULT);
        return new Sending() {
            @Override
            public void send() throws IOException {
                StoreStatus status = scu.store(radiograph.next(numbers.incrementAndGet()));
                if (!status.success()) {
                    throw new StackException(receiver.name() + " did not store: " + status);
                }
            }

            @Override
            public void close() throws IOException {
                scu.close();
            }
        };
    }

    Sending stow(Receiver receiver, int bytes) {
        SyntheticRadiograph radiograph = new SyntheticRadiograph(bytes);
        byte[] before =
                ("--" + BOUNDARY + "\r\nContent-Type: application/dicom\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] after = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII);
        return new Sending() {
            @Override
            public void send() throws IOException {
                byte[] file = radiograph.next(numbers.incrementAndGet());
                HttpURLConnection request = (HttpURLConnection)
                        receiver.stow().orElseThrow().toURL().openConnection();
                request.setReadTimeout(TIMEOUT_MILLIS);
                request.setRequestMethod("POST");
                request.setDoOutput(true);
                request.setFixedLengthStreamingMode(before.length + file.length + after.length);
                request.setRequestProperty(
                        "Content-Type", "multipart/related; type=\"application/dicom\"; boundary=" + BOUNDARY);
                request.setRequestProperty("Accept", "application/dicom+json");
                try (OutputStream body = request.getOutputStream()) {
                    body.write(before);
                    body.write(file);
                    body.write(after);
                }
                if (request.getResponseCode() != HttpURLConnection.HTTP_OK) {
                    throw new StackException(receiver.name() + " did not store: " + request.getResponseCode());
                }
                try (InputStream answer = request.getInputStream()) {
                    answer.readAllBytes(); // to its end, so that the connection is used again
                }
            }

            /// The platform keeps connections for the next sender.
            @Override
            public void close() {}
        };
    }
}
