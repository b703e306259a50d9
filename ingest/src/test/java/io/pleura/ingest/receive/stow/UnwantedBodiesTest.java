package io.pleura.ingest.receive.stow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of bodies that nobody asked for, wherever they are sent.
@QuarkusTest
@TestProfile(StowTransferTest.OneAtATime.class)
@Timeout(60)
class UnwantedBodiesTest {

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init")
    URI server;

    @TestHTTPResource(value = "/", management = true)
    @SuppressWarnings("NullAway.Init")
    URI management;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST /dicom-web/studies          | Content-Type: text/plain
            POST /dicom-web/studies          | Content-Type: nonsense
            POST /dicom-web/studies          | Accept: image/png
            POST /dicom-web/studies/anna     | Content-Type: multipart/related; boundary=b
            PUT /dicom-web/studies           | Content-Type: text/plain
            POST /dicom-web/studies/1/series | Content-Type: text/plain
            POST /eligibility                | Content-Type: text/plain
            GET /eligibility                 | Accept: application/json
            POST /nowhere                    | Content-Type: text/plain
            POST /                           | Content-Type: text/plain
            """)
    void closesAConnectionWhoseUnwantedBodyHasNoEnd(String request, String header) throws Exception {
        try (Socket socket = connect();
                OutputStream out = socket.getOutputStream()) {
            out.write(head(request, header));
            assertIsClosedWithinABody(out);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST %shealth", "GET %shealth/live", "GET %smetrics", "PUT /nowhere"})
    void closesAConnectionWithABodyWhereHealthAndMetricsAre(String request) throws Exception {
        try (Socket socket = new Socket(management.getHost(), management.getPort());
                OutputStream out = socket.getOutputStream()) {
            out.write(head(request.formatted(management.getPath()), "Accept: */*"));
            assertIsClosedWithinABody(out);
        }
    }

    private static void assertIsClosedWithinABody(OutputStream out) {
        byte[] piece = new byte[1 << 20];
        assertThatThrownBy(() -> {
                    for (int count = 0; count < 100; count++) {
                        writeChunk(out, piece);
                    }
                })
                .isInstanceOf(SocketException.class);
    }

    /// Each piece is bytes on the connection, which is not idle.
    @ParameterizedTest
    @CsvSource(textBlock = """
            POST /dicom-web/studies
            POST /nowhere
            """)
    void closesAConnectionWhoseUnwantedBodyTrickles(String request) throws Exception {
        try (Socket socket = connect()) {
            socket.setSoTimeout(StowTransferTest.TRICKLE_MILLIS);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: " + server.getAuthority()
                                    + "\r\nContent-Length: 1000000\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            StowTransferTest.trickleUntilClosed(socket, answer);
            assertThat(answer.toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 4");
        }
    }

    @Test
    void answersTheNextRequestBehindOne() throws Exception {
        try (Socket socket = connect();
                OutputStream out = socket.getOutputStream();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            out.write(head("POST /nowhere", "Content-Type: text/plain"));
            for (int count = 0; count < 4; count++) {
                writeChunk(out, new byte[1 << 20]);
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 404 Not Found");

            out.write(("OPTIONS /dicom-web/studies HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(in.lines().filter(line -> line.contains("HTTP/1.1")).findFirst())
                    .hasValueSatisfying(line -> assertThat(line).endsWith("HTTP/1.1 204 No Content"));
        }
    }

    private Socket connect() throws IOException {
        return new Socket(server.getHost(), server.getPort());
    }

    private byte[] head(String request, String header) {
        return (request + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n" + header
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void writeChunk(OutputStream out, byte[] piece) throws IOException {
        out.write((Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(piece);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
}
