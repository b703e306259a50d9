package io.pleura.alerting.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nobody keeps clinicians from the page by holding connections.
@QuarkusTest
@TestProfile(ConnectionsTest.FewAndBrief.class)
@Timeout(60)
class ConnectionsTest {

    private static final int MOST = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LOGIN = "Authorization: Basic "
            + Base64.getEncoder().encodeToString("clinician:only-for-tests".getBytes(StandardCharsets.US_ASCII));

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init")
    URI page;

    @TestHTTPResource(value = "/", management = true)
    @SuppressWarnings("NullAway.Init")
    URI management;

    public static final class FewAndBrief implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.limits.max-connections", Integer.toString(MOST),
                    "pleura.alerting.feed.max-clients", "2",
                    "pleura.alerting.feed.heartbeat", "500ms",
                    "quarkus.http.idle-timeout", "5S");
        }
    }

    /// Those who hold the places do so by nothing, or by half a request and a byte whenever the test goes round.
    @ParameterizedTest
    @ValueSource(strings = {"", "G"})
    void whoAsksNothingHoldsNoPlaceForEverAndFeedsStay(String said) throws Exception {
        try (Connection feed = new Connection("GET /api/events", LOGIN)) {
            assertThat(feed.line()).endsWith(" 200 OK");
            List<Socket> crowd = new ArrayList<>();
            try {
                while (crowd.size() < 2 * MOST) {
                    crowd.add(new Socket(page.getHost(), page.getPort()));
                    say(said, crowd.getLast());
                }
                long end = System.nanoTime() + PATIENCE.toNanos();
                while (!letsIn()) {
                    assertThat(System.nanoTime()).as("still shut out").isLessThan(end);
                    for (Socket each : crowd) {
                        say(said, each);
                    }
                }
                assertThat(feed.heartbeats(10)).as("the feed goes on").isTrue();
            } finally {
                closeAll(crowd);
            }
        }
    }

    @Test
    void closesOneConnectionTooManyUnheardAndStillTellsItsHealth() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        try {
            while (letsIn()) {
                assertThat(crowd).hasSizeLessThan(100 * MOST);
                crowd.add(new Socket(page.getHost(), page.getPort()));
            }
            URI health = management.resolve("health/live");
            try (Connection probe = new Connection(health, "GET " + health.getPath(), null)) {
                assertThat(probe.line()).endsWith(" 200 OK");
            }
        } finally {
            closeAll(crowd);
        }
    }

    private static void closeAll(List<Socket> crowd) throws IOException {
        for (Socket each : crowd) {
            each.close();
        }
    }

    private static void say(String said, Socket socket) {
        try {
            socket.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // It was closed.
        }
    }

    /// Whether a user gets an answer, who leaves at once.
    private boolean letsIn() throws IOException {
        try (Connection user = new Connection("GET /api/about", LOGIN + "\r\nConnection: close")) {
            boolean answered = String.valueOf(user.line()).endsWith(" 200 OK");
            while (answered && user.line() != null) {
                // to its end, so that the place is free
            }
            return answered;
        } catch (IOException e) {
            return false; // closed unheard
        }
    }

    private final class Connection implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader in;

        Connection(String request, String header) throws IOException {
            this(page, request, header);
        }

        Connection(URI server, String request, @Nullable String header) throws IOException {
            socket = new Socket(server.getHost(), server.getPort());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String more = header == null ? "" : header + "\r\n";
            say("%s HTTP/1.1\r\nHost: %s\r\n%s\r\n".formatted(request, server.getAuthority(), more), socket);
        }

        @Nullable String line() throws IOException {
            return in.readLine();
        }

        boolean answers(String wanted) throws IOException {
            for (String line = line(); line != null; line = line()) {
                if (line.contains(wanted)) {
                    return true;
                }
            }
            return false;
        }

        boolean heartbeats(int howMany) throws IOException {
            for (int i = 0; i < howMany; i++) {
                if (!answers("heartbeat")) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
