package io.pleura.alerting.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.alerting.Samples;
import io.pleura.alerting.triage.AlertState;
import io.pleura.alerting.triage.Priority;
import io.pleura.alerting.worklist.Worklist;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(30)
class EventsResourceTest {

    @SuppressWarnings("NullAway.Init") // the test framework sets it
    @TestHTTPResource("/api/events")
    URI events;

    @SuppressWarnings("NullAway.Init")
    @Inject
    Worklist worklist;

    @SuppressWarnings("NullAway.Init")
    @Inject
    WholeFeed health;

    private static long nextOffset;

    @BeforeEach
    void healthy() {
        health.set(null);
        health.setComplete(true);
        change("1.2.3", Priority.STAT);
        change("1.2.4", Priority.ROUTINE);
    }

    @Test
    void sendsEveryAlertThenLiveThenChanges() throws Exception {
        try (Feed feed = new Feed(null)) {
            List<Event> start = feed.until("live");
            assertThat(start)
                    .filteredOn(event -> event.name().equals("alert"))
                    .extracting(Event::alertId)
                    .contains("1.2.3", "1.2.4");
            change("1.2.5", Priority.STAT);
            assertThat(feed.until("alert").getLast().alertId()).isEqualTo("1.2.5");
        }
    }

    @Test
    void tellsWhatThereIsAndWhatGoes() throws Exception {
        worklist.apply(7, nextOffset++, Samples.alert("1.2.9", AlertState.DISMISSED, Priority.STAT));
        try (Feed feed = new Feed(null)) {
            assertThat(feed.until("live").getLast().data())
                    .contains("\"alertIds\":[", "\"1.2.3\"", "\"1.2.4\"", "\"1.2.9\"");
            worklist.evict(Samples.NOON.plus(Duration.ofDays(365)));
            assertThat(feed.until("gone").getLast().data()).isEqualTo("{\"alertId\":\"1.2.9\"}");
        }
        try (Feed feed = new Feed(null)) {
            assertThat(feed.until("live").getLast().data()).doesNotContain("1.2.9");
        }
    }

    @Test
    void resumesAfterTheLastEventThatTheBrowserHad() throws Exception {
        String seen;
        try (Feed feed = new Feed(null)) {
            List<Event> start = feed.until("live");
            seen = start.stream()
                    .filter(event -> event.name().equals("alert"))
                    .toList()
                    .getLast()
                    .id();
        }
        change("1.2.6", Priority.ROUTINE);
        try (Feed feed = new Feed(seen)) {
            assertThat(feed.until("live"))
                    .filteredOn(event -> event.name().equals("alert"))
                    .extracting(Event::alertId)
                    .containsExactly("1.2.6");
        }
    }

    @Test
    void startsOverForAnUnknownCursor() throws Exception {
        try (Feed feed = new Feed("from-another-world")) {
            assertThat(feed.until("live"))
                    .filteredOn(event -> event.name().equals("alert"))
                    .hasSizeGreaterThan(1);
        }
    }

    @Test
    void tellsInTheHeartbeatThatTheFeedIsNotWell() throws Exception {
        try (Feed feed = new Feed(null)) {
            assertThat(feed.until("heartbeat").getLast().data()).contains("\"healthy\":true", "\"feedAgeMillis\":120");
            health.set("the alerts topic has not answered for 20 s");
            String data = "";
            while (!data.contains("\"healthy\":false")) {
                data = feed.until("heartbeat").getLast().data();
            }
            assertThat(data).contains("\"problem\":\"the alerts topic has not answered for 20 s\"");
        }
    }

    /// At `live`, a page takes the alerts that it was not sent for gone.
    @Test
    void doesNotCallAListLiveThatLacksWhatOnlyANewerReleaseCanRead() throws Exception {
        health.setComplete(false);
        try (Feed feed = new Feed(null)) {
            List<Event> events = new ArrayList<>(feed.until("heartbeat"));
            events.addAll(feed.until("heartbeat"));
            assertThat(events).extracting(Event::name).contains("alert").doesNotContain("live");
        }
    }

    private void change(String study, Priority priority) {
        worklist.apply(7, nextOffset++, Samples.alert(study, AlertState.NEW, priority));
    }

    private record Event(String name, @Nullable String id, String data) {
        String alertId() {
            return data.replaceAll(".*\"alertId\":\"([0-9.]+)\".*", "$1");
        }
    }

    /// A browser's end of the feed, as the EventSource specification parses it.
    private final class Feed implements AutoCloseable {
        private final HttpClient client = HttpClient.newHttpClient();
        private final BufferedReader lines;

        Feed(@Nullable String lastEventId) throws IOException, InterruptedException {
            String login =
                    Base64.getEncoder().encodeToString("clinician:only-for-tests".getBytes(StandardCharsets.UTF_8));
            HttpRequest.Builder request = HttpRequest.newBuilder(events).header("Authorization", "Basic " + login);
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/event-stream");
            lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        List<Event> until(String name) throws IOException {
            List<Event> read = new ArrayList<>();
            do {
                read.add(next());
            } while (!read.getLast().name().equals(name));
            return read;
        }

        private Event next() throws IOException {
            String name = "";
            String id = null;
            String data = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() && !name.isEmpty()) {
                    return new Event(name, id, data);
                }
                name = after("event:", line, name);
                data = after("data:", line, data);
                id = line.startsWith("id:") ? line.substring(3).strip() : id;
            }
            throw new IOException("the feed ended");
        }

        private String after(String field, String line, String otherwise) {
            return line.startsWith(field) ? line.substring(field.length()).strip() : otherwise;
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }
}
