package io.pleura.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {

    /// Alerting's worklist may be ready before its triage runs.
    @ParameterizedTest(name = "started {0}, ready {1}")
    @CsvSource(delimiter = '|', textBlock = """
            200 | 200 | true  | ready
            503 | 200 | false | started
            200 | 503 | false | ready
            503 | 503 | false | started
            """)
    void aServiceIsReadyWhenItHasStartedToo(int started, int ready, boolean expected, String detail) throws Exception {
        HttpServer service = HttpServer.create(new InetSocketAddress(Ports.HOST, 0), 0);
        Map.of("started", started, "ready", ready).forEach((what, status) -> {
            service.createContext("/q/health/" + what, exchange -> {
                byte[] body = what.getBytes(StandardCharsets.US_ASCII);
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
        });
        service.start();
        try {
            assertThat(new Health().ask(service.getAddress().getPort())).isEqualTo(new Health.Answer(expected, detail));
        } finally {
            service.stop(0);
        }
    }

    @Test
    void aServiceThatDoesNotAnswerIsNotReady() throws Exception {
        Ports free = Ports.free();
        assertThat(new Health().ask(free.management(Member.ALERTING)).ready()).isFalse();
    }
}
