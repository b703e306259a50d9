package io.pleura.ingest.receive.stow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is no request of HTTP/1.x is its sender's fault, and is told so.
@QuarkusTest
@TestProfile(StowTransferTest.OneAtATime.class)
@Timeout(60)
class BadRequestsTest {

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init")
    URI server;

    private final List<LogRecord> warnings = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()
                    && String.valueOf(line.getLoggerName()).contains("http")) {
                warnings.add(line);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

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
            """)
    void areAnsweredInWordsAndNoErrorOfOurs(String request, String said) throws Exception {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream().write(request.translateEscapes().getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .containsPattern("^HTTP/[12].[01] 400 Bad Request\r\n")
                    .contains("text/plain")
                    .contains(said);
        }
        assertThat(warnings).extracting(LogRecord::getMessage).isEmpty();
    }
}
