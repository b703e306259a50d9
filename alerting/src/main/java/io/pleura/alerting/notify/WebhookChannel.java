package io.pleura.alerting.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Posts JSON to a URL. Any 2xx answer is delivery; anything else, a redirect too, is a failure.
///
/// Headers: `Idempotency-Key` (alert id and version, the same in each attempt), `Authorization: Bearer ...` and
/// `Pleura-Signature: sha256=...` (HMAC-SHA-256 of the body) where configured.
public final class WebhookChannel implements NotificationChannel, AutoCloseable {

    private static final String MAC = "HmacSHA256";

    private final Settings settings;
    private final ObjectMapper json;
    private final HttpClient client;

    /// @param timeout for connecting, and for the answer's status to come
    public record Settings(URI url, Optional<String> bearerToken, Optional<String> signingKey, Duration timeout) {

        public Settings {
            if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
                throw new IllegalArgumentException("the webhook's URL must begin with http or https");
            }
        }

        /// Keeps secrets out of logs.
        @Override
        public String toString() {
            return "Settings[" + url.getScheme() + "://" + url.getHost() + ", " + timeout + "]";
        }
    }

    public WebhookChannel(Settings settings, ObjectMapper json) {
        this.settings = settings;
        this.json = json;
        client = HttpClient.newBuilder()
                .connectTimeout(settings.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public String name() {
        return "webhook";
    }

    /// Scheme, host and port alone: user, path, query and fragment may each carry a token, and this is kept for years.
    @Override
    public String target() {
        URI url = settings.url();
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return url.getScheme() + "://" + url.getHost() + port;
    }

    @Override
    public Outcome deliver(Notification notification) throws InterruptedException {
        try {
            HttpResponse<InputStream> answer =
                    client.send(request(notification), HttpResponse.BodyHandlers.ofInputStream());
            answer.body().close(); // the status says all; nobody waits for the rest, which no timeout bounds
            int status = answer.statusCode();
            return status / 100 == 2 ? new Outcome.Delivered(status) : new Outcome.Failed(status, "answered " + status);
        } catch (HttpTimeoutException e) {
            return new Outcome.Failed(
                    null, "no answer within " + settings.timeout().toMillis() + " ms");
        } catch (IOException e) {
            return new Outcome.Failed(null, e.getClass().getSimpleName());
        }
    }

    private HttpRequest request(Notification notification) {
        byte[] body = NotificationJson.text(json, notification).getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.url())
                .timeout(settings.timeout())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", notification.idempotencyKey())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        settings.bearerToken().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        settings.signingKey().ifPresent(key -> request.header("Pleura-Signature", "sha256=" + signature(key, body)));
        return request.build();
    }

    static String signature(String key, byte[] body) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), MAC));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
