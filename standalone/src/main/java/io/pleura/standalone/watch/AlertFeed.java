package io.pleura.standalone.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A browser's view of the alerts: the server-sent events of `/api/events` (WHATWG HTML, section 9.2), as they arrive.
///
/// One virtual thread reads; the consumer is called by it. Connects again, with the last event's id, until closed.
public final class AlertFeed implements AutoCloseable {

    private static final String USER = "clinician";
    private static final Duration RECONNECT_AFTER = Duration.ofMillis(500);

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final CountDownLatch live = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final InstantSource clock = InstantSource.system();
    private final URI address;
    private final String password;
    private final Consumer<Alert> onAlert;
    private final Thread reader;

    private @Nullable String lastEventId;

    /// One change of one alert as it was shown.
    ///
    /// @param view the JSON object AlertView
    /// @param live false for those that were there before the feed was opened
    public record Alert(JsonNode view, Instant arrivedAt, boolean live) {

        public String studyUid() {
            return view.path("studyUid").asText();
        }

        /// From the whole object's receipt to its alert's arrival here.
        public Duration sinceReceipt() {
            return Duration.between(Instant.parse(view.path("receivedAt").asText()), arrivedAt);
        }
    }

    /// Fields of one event while its lines come in.
    private static final class Event {
        private String type = "message";
        private @Nullable String id;
        private final StringBuilder data = new StringBuilder();
    }

    public AlertFeed(int alertingPort, String password, Consumer<Alert> onAlert) {
        this.address = URI.create("http://127.0.0.1:" + alertingPort + "/api/events");
        this.password = password;
        this.onAlert = onAlert;
        this.reader = Thread.ofVirtual().name("alert-feed").start(this::run);
    }

    /// Waits until everything that was there before has been shown.
    ///
    /// @return false when that took longer than `patience`
    public boolean awaitLive(Duration patience) throws InterruptedException {
        return live.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closed.countDown();
        client.shutdownNow();
        reader.interrupt();
    }

    private void run() {
        try {
            while (closed.getCount() > 0) {
                try {
                    readOnce();
                } catch (IOException | UncheckedIOException e) {
                    // The page's server is away or restarts; a browser would try again as well.
                }
                closed.await(RECONNECT_AFTER.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readOnce() throws IOException, InterruptedException {
        String credentials =
                Base64.getEncoder().encodeToString((USER + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Accept", "text/event-stream")
                .header("Authorization", "Basic " + credentials);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<Stream<String>> response = client.send(request.build(), BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            throw new IOException("the feed answers " + response.statusCode());
        }
        try (Stream<String> lines = response.body()) {
            Event[] event = {new Event()};
            lines.forEach(line -> {
                if (line.isEmpty()) {
                    dispatch(event[0]);
                    event[0] = new Event();
                } else {
                    take(event[0], line);
                }
            });
        }
    }

    private static void take(Event event, String line) {
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
        switch (field) {
            case "event" -> event.type = value;
            case "id" -> event.id = value;
            case "data" -> event.data.append(event.data.isEmpty() ? "" : "\n").append(value);
            default -> {
                // Comments and fields of later versions.
            }
        }
    }

    private void dispatch(Event event) {
        if (event.id != null) {
            lastEventId = event.id;
        }
        switch (event.type) {
            case "live" -> live.countDown();
            case "alert" -> onAlert.accept(new Alert(parse(event.data.toString()), clock.instant(), isLive()));
            default -> {
                // Heartbeats.
            }
        }
    }

    private boolean isLive() {
        return live.getCount() == 0;
    }

    private JsonNode parse(String data) {
        try {
            return json.readTree(data);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
