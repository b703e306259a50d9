package io.pleura.ingest.receive.stow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is no request of HTTP/1.x is its sender's fault, and is told so, on the port of health and metrics, too.
@QuarkusTest
@TestProfile(StowTransferTest.OneAtATime.class)
@Timeout(60)
class BadRequestsTest {

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init")
    URI server;

    @TestHTTPResource(value = "/", management = true)
    @SuppressWarnings("NullAway.Init")
    URI management;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Heard heard;

    private final List<LogRecord> warnings = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()
                    && String.valueOf(line.getLoggerName()).matches(".*(http|vertx|resteasy).*")) {
                warnings.add(line);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /// Counts the requests that are not refused.
    @Singleton
    static class Heard {

        private final AtomicInteger requests = new AtomicInteger();

        void watch(@Observes Router router) {
            router.route().order(BadRequests.FIRST + 1).handler(routing -> {
                requests.incrementAndGet();
                routing.next();
            });
        }
    }

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(listener);
    }

    @AfterEach
    void leave() {
        Logger.getLogger("").removeHandler(listener);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST /dicom-web/studies HTTP/1.1\\r\\nContent-Length: 5\\r\\n\\r\\nhello | Host
            GET /eligibility HTTP/1.1\\r\\nHost: a b\\r\\n\\r\\n                      | Host
            GET /nowhere HTTP/1.1\\r\\n\\r\\n                                         | Host
            PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n                                  | HTTP/2
            GET /eligibility HTTP/1.1\\r\\nHost: a\\r\\nHost: a\\r\\n\\r\\n          | one Host
            POST /dicom-web/studies HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n\\r\\n   | one Host
            POST /nowhere HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n0\\r\\n   | Transfer-Encoding
            """)
    void areAnsweredInWordsAndNoErrorOfOurs(String request, String said) throws Exception {
        assertThat(answer(server, request.translateEscapes()))
                .containsPattern("^HTTP/[12].[01] 400 Bad Request\r\n")
                .contains("text/plain")
                .contains(said);
        assertThat(warnings).extracting(LogRecord::getMessage).isEmpty();
    }

    /// Whoever stands between takes the one length where we take the other, and the rest for a request of somebody else
    /// (RFC 9112 section 11.2). What stands behind is not heard either.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 4",
                "Content-Length: 4\r\nContent-Length: 5",
                "Transfer-Encoding: chunked, gzip",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: xchunked\r\nContent-Length: 4",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nHost: elsewhere",
            })
    void whatHasTwoEndsOrNoneIsNotTakenNorWhatComesBehindIt(String lengths) throws Exception {
        int before = heard.requests.get();
        String body = "5\r\nhello\r\n0\r\n\r\n";
        String head = "POST /dicom-web/studies HTTP/1.1\r\nHost: a\r\nContent-Type: " + StowTransferTest.TYPE + "\r\n";
        String behind = head + "Transfer-Encoding: chunked\r\n\r\n" + body;

        String answer = answer(server, head + lengths + "\r\n\r\n" + body + behind);

        assertThat(answer).startsWith("HTTP/1.1 400 Bad Request\r\n").containsOnlyOnce("HTTP/1.1");
        assertThat(heard.requests).hasValue(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FTP/1.1", "HTTP/0.9", "HTTP/2.0", "HTTP/3.0"})
    void otherProtocolsAreNotSpoken(String protocol) throws Exception {
        assertThat(answer(server, "GET /eligibility " + protocol + "\r\nHost: a\r\n\r\n"))
                .startsWith(protocol + " 505 ")
                .endsWith("HTTP/1.1 is spoken here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "/", ";;", "a/b/c;q"})
    void aContentTypeThatIsNoneIsNoErrorOfOurs(String type) throws Exception {
        assertThat(answer(
                        server,
                        "GET /eligibility HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: " + type
                                + "\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(warnings).extracting(LogRecord::getMessage).isEmpty();
    }

    @Test
    void anAcceptThatIsNoneIsNoErrorOfOurs() throws Exception {
        assertThat(answer(
                        server,
                        "GET /eligibility HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept: nonsense\r\n\r\n"))
                .startsWith("HTTP/1.1 40");
        assertThat(warnings).extracting(LogRecord::getMessage).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET {}health HTTP/1.1\\r\\n\\r\\n                                               | 400 | Host
            GET {}health HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n\\r\\n                     | 400 | one Host
            GET {}%zz HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                     | 400 | path
            POST {}health HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 5\\r\\n\\r\\nhello     | 413 | no body
            GET {}metrics HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 5000000000\\r\\n\\r\\n | 413 | no body
            PUT /nowhere HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhello | 413 | no body
            """)
    void areAnsweredInWordsWhereHealthAndMetricsAre(String request, int status, String said) throws Exception {
        assertThat(answer(management, request.translateEscapes().replace("{}", management.getPath())))
                .startsWith("HTTP/1.1 " + status)
                .contains("text/plain", said);
        assertThat(warnings).extracting(LogRecord::getMessage).isEmpty();
    }

    /// RFC 9112 section 7.1.1: a recipient ignores those that it does not know.
    @ParameterizedTest
    @ValueSource(strings = {";a", ";a=b", ";a=\"b;c\"", ";a=b;c=\"d\"", ";a=b;c"})
    void whatIsSaidOfAChunkIsNoneOfThem(String extension) throws Exception {
        String good =
                new String(StowHttpTest.multipart(StowHttpTest.radiograph("1.2.3.5.15")), StandardCharsets.ISO_8859_1);

        String answer = answer(
                server,
                "POST /dicom-web/studies HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: "
                        + StowTransferTest.TYPE + "\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(good.length()) + extension + "\r\n" + good + "\r\n0" + extension
                        + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
    }

    /// All that comes until the connection is closed.
    private static String answer(URI server, String request) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
