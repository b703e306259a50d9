package io.pleura.standalone.bench;

import io.pleura.ingest.scu.StoreScu;
import io.pleura.ingest.scu.StoreStatus;
import io.pleura.ingest.scu.Timeouts;
import io.pleura.standalone.bench.Load.Sending;
import io.pleura.standalone.stack.Ports;
import io.pleura.standalone.stack.StackException;
import io.pleura.standalone.stack.StackSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/// The senders of the ingest benchmark, the same towards all receivers: C-STORE with our own [StoreScu] (TCP_NODELAY),
/// STOW-RS with the platform's HTTP client, one instance a request.
final class Senders {

    private static final String BOUNDARY = "pleura-bench";

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
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        byte[] before =
                ("--" + BOUNDARY + "\r\nContent-Type: application/dicom\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] after = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII);
        return new Sending() {
            @Override
            public void send() throws IOException, InterruptedException {
                BodyPublisher body = BodyPublishers.concat(
                        BodyPublishers.ofByteArray(before),
                        BodyPublishers.ofByteArray(radiograph.next(numbers.incrementAndGet())),
                        BodyPublishers.ofByteArray(after));
                HttpRequest request = HttpRequest.newBuilder(receiver.stow().orElseThrow())
                        .header("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=" + BOUNDARY)
                        .header("Accept", "application/dicom+json")
                        .POST(body)
                        .build();
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                if (response.statusCode() != 200) {
                    throw new StackException(
                            receiver.name() + " did not store: " + response.statusCode() + " " + response.body());
                }
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }
}
