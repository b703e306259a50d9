package io.pleura.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.pleura.alerting.Samples;
import io.pleura.alerting.notify.NotificationChannel.Outcome;
import io.pleura.alerting.triage.AlertState;
import io.pleura.alerting.triage.Priority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class WebhookChannelTest {

    static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    static final Notification NOTIFICATION = Notification.of(
            Samples.alert("1.2.3", AlertState.NEW, Priority.STAT),
            URI.create("https://pleura.example/"),
            "Not a medical device.");

    @Test
    void postsWhatMayBeKnownOutsideAndNothingElse() throws Exception {
        try (Receiver receiver = new Receiver(List.of());
                WebhookChannel channel = channel(receiver.url())) {
            assertThat(channel.deliver(NOTIFICATION)).isEqualTo(new Outcome.Delivered(204));
            Receiver.Request request = receiver.requests().getFirst();
            assertThat(JSON.readTree(request.body())).isEqualTo(JSON.readTree("""
                    {"alertId":"1.2.3","studyUid":"1.2.3","alertVersion":1,"change":"RAISED","priority":"STAT",
                     "escalationLevel":0,"score":0.9,"laterality":"LEFT","sides":"LEFT","sidesStated":true,"receivedAt":"2026-11-23T11:59:56Z",
                     "changedAt":"2026-11-23T12:00:00Z","modelName":"ClaSegNet","modelVersion":"1.2",
                     "page":"https://pleura.example/#alert=1.2.3","warning":"Not a medical device."}"""));
            assertThat(request.header("Content-type")).isEqualTo("application/json");
            assertThat(request.header("Idempotency-key")).isEqualTo("1.2.3:1");
            assertThat(request.header("Authorization")).isEqualTo("Bearer token");
            assertThat(request.header("Pleura-signature"))
                    .isEqualTo("sha256="
                            + WebhookChannel.signature("key", request.body().getBytes(StandardCharsets.UTF_8)));
        }
    }

    @ParameterizedTest
    @CsvSource({"200, true", "202, true", "301, false", "400, false", "429, false", "500, false", "503, false"})
    void onlyAnAnswerOfSuccessIsDelivery(int status, boolean delivered) throws Exception {
        try (Receiver receiver = new Receiver(List.of(status));
                WebhookChannel channel = channel(receiver.url())) {
            assertThat(channel.deliver(NOTIFICATION))
                    .isEqualTo(
                            delivered
                                    ? new Outcome.Delivered(status)
                                    : new Outcome.Failed(status, "answered " + status));
        }
    }

    @Test
    void givesUpWaitingForAnAnswer() throws Exception {
        try (Receiver receiver = new Receiver(List.of(0));
                WebhookChannel channel = channel(receiver.url(), Duration.ofMillis(500))) {
            assertThat(channel.deliver(NOTIFICATION)).isEqualTo(new Outcome.Failed(null, "no answer within 500 ms"));
        }
    }

    /// An answer that is never complete would hold its alert, and a place among those in flight, until a restart.
    @Test
    void waitsForNoMoreThanTheStatus() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                WebhookChannel channel = channel(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/hook"))) {
            CompletableFuture<Socket> receiver = CompletableFuture.supplyAsync(() -> answerInPart(server));
            assertThat(channel.deliver(NOTIFICATION)).isEqualTo(new Outcome.Delivered(200));
            receiver.get().close();
        }
    }

    private static Socket answerInPart(ServerSocket server) {
        try {
            Socket socket = server.accept();
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nwait".getBytes(StandardCharsets.US_ASCII));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void reportsABrokenConnection() throws Exception {
        try (Receiver receiver = new Receiver(List.of(-1));
                WebhookChannel channel = channel(receiver.url())) {
            assertThat(channel.deliver(NOTIFICATION)).isInstanceOf(Outcome.Failed.class);
        }
    }

    /// A chat's hook has its secret in the path.
    @ParameterizedTest
    @CsvSource({
        "https://user:pass@pager.example:8443/hook?token=t#f, https://pager.example:8443",
        "https://chat.example/services/T0/B0/c2VjcmV0, https://chat.example",
        "http://[::1]:9000/x, http://[::1]:9000"
    })
    void namesItsTargetWithoutSecrets(String url, String target) {
        try (WebhookChannel channel = channel(URI.create(url))) {
            assertThat(channel.target()).isEqualTo(target);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://example/", "pager.example"})
    void refusesAnotherScheme(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> channel(URI.create(url)));
    }

    @Test
    void hmacIsThatOfRfc4231() {
        assertThat(WebhookChannel.signature("Jefe", "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    private static WebhookChannel channel(URI url) {
        return channel(url, Duration.ofSeconds(10));
    }

    private static WebhookChannel channel(URI url, Duration timeout) {
        return new WebhookChannel(
                new WebhookChannel.Settings(url, Optional.of("token"), Optional.of("key"), timeout), JSON);
    }
}
