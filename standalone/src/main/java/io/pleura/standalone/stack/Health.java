package io.pleura.standalone.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// A service's own word on whether it has started and can work: MicroProfile Health at `/q/health/started` and
/// `/q/health/ready`. One that is ready may still be starting: alerting shows its list before triage runs.
final class Health {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();

    /// What a service said; `ready` false with the reason in `detail` otherwise.
    record Answer(boolean ready, String detail) {}

    Answer ask(int port) throws InterruptedException {
        Answer started = ask(port, "started");
        return started.ready() ? ask(port, "ready") : started;
    }

    private Answer ask(int port, String what) throws InterruptedException {
        URI address = URI.create("http://" + Ports.HOST + ":" + port + "/q/health/" + what);
        try {
            var response = client.send(
                    HttpRequest.newBuilder(address).timeout(ANSWER_WITHIN).build(), BodyHandlers.ofString());
            return new Answer(response.statusCode() == 200, response.body().replaceAll("\\s+", " "));
        } catch (IOException e) {
            return new Answer(false, "no answer at " + address);
        }
    }
}
