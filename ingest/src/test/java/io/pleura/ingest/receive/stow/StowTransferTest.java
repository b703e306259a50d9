package io.pleura.ingest.receive.stow;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How bodies come in: chunked, after a `100 Continue`, and not at all where one too many is sent at once.
@QuarkusTest
@TestProfile(StowTransferTest.OneAtATime.class)
@Timeout(60)
class StowTransferTest {

    static final int TRICKLE_MILLIS = 100;
    private static final int MOST_BYTES = 8 << 20;
    private static final int MOST_CONNECTIONS = 20;
    static final String TYPE = "multipart/related; type=\"application/dicom\"; boundary=b";

    @TestHTTPResource("/dicom-web/studies")
    @SuppressWarnings("NullAway.Init")
    URI studies;

    @TestHTTPResource(value = "/", management = true)
    @SuppressWarnings("NullAway.Init")
    URI management;

    /// One request at a time is taken; what it brings waits on disk.
    public static final class OneAtATime extends StowHttpTest.KafkaAway {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            settings.put("pleura.ingest.max-stow-requests", "1");
            settings.put("pleura.ingest.spool-limit", "100");
            settings.put("pleura.ingest.message-timeout", "10s");
            settings.put("pleura.ingest.idle-timeout", "8s");
            settings.put("quarkus.http.limits.max-body-size", Integer.toString(MOST_BYTES));
            settings.put("quarkus.http.limits.max-connections", Integer.toString(MOST_CONNECTIONS));
            return settings;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */*                                                | application/dicom+json
            application/json                                   | application/dicom+json
            application/dicom+json, application/dicom+xml;q=.5 | application/dicom+json
            application/dicom+xml                              | application/dicom+xml
            application/dicom+json;q=.5, application/dicom+xml | application/dicom+xml
            text/xml                                           | application/dicom+xml
            image/png, application/dicom+xml                   | application/dicom+xml
            application/dicom+json;q=0, */*                    | application/dicom+xml
            APPLICATION/DICOM+XML                              | application/dicom+xml
            ''                                                 | application/dicom+json
            """)
    void takesABodyOfUnknownLengthAndAnswersInTheFormThatTheClientLikesBest(String accept, String type)
            throws Exception {
        byte[] body = StowHttpTest.multipart(StowHttpTest.radiograph("1.2.3.5.1"));

        HttpResponse<String> response =
                post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)), accept);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith(type);
        assertThat(response.body()).contains("1.2.3.5.1");
    }

    /// Else each of its reads would be into memory of its own, which is cleared before.
    @Test
    void theServerReadsIntoMemoryOfItsPool() {
        assertThat(PooledByteBufAllocator.defaultPageSize() << PooledByteBufAllocator.defaultMaxOrder())
                .isGreaterThanOrEqualTo(LongReads.PIECE_BYTES);
    }

    @Test
    void letsOnlyOneBodyInAtATimeAndAsksTheOthersToComeAgain() throws Exception {
        byte[] body = StowHttpTest.multipart(StowHttpTest.radiograph("1.2.3.5.2"));
        byte[] other = StowHttpTest.multipart(StowHttpTest.radiograph("1.2.3.5.3"));
        try (Socket first = new Socket(studies.getHost(), studies.getPort());
                OutputStream out = first.getOutputStream();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(first.getInputStream(), StandardCharsets.US_ASCII))) {
            out.write(headWithExpectation(body.length));
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(in.readLine()).isEmpty();
            out.write(body, 0, body.length / 2);
            out.flush();

            HttpResponse<String> refused = post(BodyPublishers.ofByteArray(other), "*/*");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).contains("5");

            out.write(body, body.length / 2, body.length - body.length / 2);
            out.flush();
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
        }
        assertThat(post(BodyPublishers.ofByteArray(other), "*/*").statusCode()).isEqualTo(200);
    }

    /// RFC 9110 section 10.1.1: it knows no answer but the last.
    @Test
    void asksNoClientOfHttp10ForItsBody() throws Exception {
        byte[] body = StowHttpTest.multipart(StowHttpTest.radiograph("1.2.3.5.16"));
        String head = new String(headWithExpectation(body.length), StandardCharsets.US_ASCII);
        try (Socket old = new Socket(studies.getHost(), studies.getPort())) {
            old.getOutputStream().write(head.replace("HTTP/1.1", "HTTP/1.0").getBytes(StandardCharsets.US_ASCII));
            old.getOutputStream().write(body);
            assertThat(new String(old.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.0 200 OK");
        }
    }

    @Test
    void aBodyThatTricklesHoldsItsPlaceForAWhileOnly() throws Exception {
        try (Socket slow = new Socket(studies.getHost(), studies.getPort())) {
            slow.setSoTimeout(TRICKLE_MILLIS);
            slow.getOutputStream().write(headWithExpectation(1 << 20));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            trickleUntilClosed(slow, answer);
            assertThat(answer.toString(StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 100 Continue")
                    .contains("HTTP/1.1 408 ", "a part took longer than 10 s");
        }
        byte[] body = StowHttpTest.multipart(StowHttpTest.radiograph("1.2.3.5.6"));
        assertThat(post(BodyPublishers.ofByteArray(body), "*/*").statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyThatHaltsIsToldSo() throws Exception {
        try (Socket silent = new Socket(studies.getHost(), studies.getPort())) {
            silent.getOutputStream().write(headWithExpectation(1 << 20));
            assertThat(new String(silent.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 100 Continue")
                    .contains("HTTP/1.1 408 ", "nothing came for 8 s");
        }
    }

    /// A body longer than what may wait in memory, from a client that sends as fast as it can.
    @Test
    void takesALongBodyAndRefusesOneThatIsTooLong() throws Exception {
        String good =
                new String(StowHttpTest.multipart(StowHttpTest.radiograph("1.2.3.5.7")), StandardCharsets.ISO_8859_1);
        byte[] taken = withPreamble(good, MOST_BYTES - good.length() - 2);
        byte[] tooLong = withPreamble(good, MOST_BYTES);

        assertThat(post(chunked(taken), "*/*").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = post(chunked(tooLong), "*/*");
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("0008119A");
    }

    /// RFC 2046 section 5.1.1: whatever stands before the first boundary is read over.
    private static byte[] withPreamble(String body, int length) {
        return ("x".repeat(length) + "\r\n" + body).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static BodyPublisher chunked(byte[] body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    }

    @Test
    void answersTheNextRequestOnAConnectionWhoseBodyNobodyRead() throws Exception {
        byte[] unread = new byte[4 << 20];
        byte[] body = StowHttpTest.multipart(StowHttpTest.radiograph("1.2.3.5.8"));
        try (Socket socket = new Socket(studies.getHost(), studies.getPort());
                OutputStream out = socket.getOutputStream();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            out.write(head("text/plain", unread.length));
            out.write(unread);
            out.write(head(TYPE, body.length));
            out.write(body);
            out.flush();
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 415 Unsupported Media Type");
            assertThat(in.lines().filter(line -> line.contains("HTTP/1.1")).findFirst())
                    .hasValueSatisfying(line -> assertThat(line).endsWith("HTTP/1.1 200 OK"));
        }
    }

    @Test
    void answersTheNextRequestOnAConnectionWhoseBodyWentWhereNothingIsTaken() throws Exception {
        byte[] unread = new byte[4 << 20];
        byte[] body = StowHttpTest.multipart(StowHttpTest.radiograph("1.2.3.5.9"));
        try (Socket socket = new Socket(studies.getHost(), studies.getPort());
                OutputStream out = socket.getOutputStream();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            out.write(("PUT " + studies.getPath() + "/1.2.3/metadata HTTP/1.1\r\nHost: " + studies.getAuthority()
                            + "\r\nContent-Length: " + unread.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(unread);
            out.write(head(TYPE, body.length));
            out.write(body);
            out.flush();
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 501 Not Implemented");
            assertThat(in.lines().filter(line -> line.contains("HTTP/1.1")).findFirst())
                    .hasValueSatisfying(line -> assertThat(line).endsWith("HTTP/1.1 200 OK"));
        }
    }

    private static boolean wrote(Socket slow) {
        try {
            slow.getOutputStream().write('-');
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static void trickleUntilClosed(Socket slow, OutputStream answer) throws IOException {
        boolean open = true;
        while (open) {
            try {
                int next = slow.getInputStream().read();
                open = next >= 0;
                answer.write(next);
            } catch (SocketTimeoutException e) {
                open = wrote(slow);
            } catch (SocketException e) {
                open = false; // bytes were on their way
            }
        }
    }

    /// Each costs a file descriptor. Those of the tests before may still stand, so that fewer than all are free.
    @Test
    void closesOneConnectionTooManyUnheardAndStillTellsItsHealth() throws Exception {
        List<Socket> connections = new ArrayList<>();
        try {
            boolean refused = false;
            while (!refused && connections.size() <= MOST_CONNECTIONS) {
                Socket next = new Socket(studies.getHost(), studies.getPort());
                connections.add(next);
                refused = isClosedUnheard(next);
            }
            assertThat(refused).isTrue();
            for (String asked : List.of("health/started", "health/live", "health/ready", "metrics")) {
                assertThat(send(HttpRequest.newBuilder(management.resolve(asked)))
                                .statusCode())
                        .as(asked)
                        .isEqualTo(200);
            }
            assertThat(isClosedUnheard(connections.getFirst())).as("the others").isFalse();
        } finally {
            for (Socket each : connections) {
                closeBothSides(each);
            }
        }
        byte[] body = StowHttpTest.multipart(StowHttpTest.radiograph("1.2.3.5.10"));
        assertThat(post(BodyPublishers.ofByteArray(body), "*/*").statusCode()).isEqualTo(200);
    }

    /// They may be a client's that is about to send, or hang for ever.
    @Test
    void connectionsOnWhichNothingHasComeCount() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            boolean refused = false;
            while (!refused && silent.size() <= 2 * MOST_CONNECTIONS) {
                silent.add(new Socket(studies.getHost(), studies.getPort()));
                Socket next = new Socket(studies.getHost(), studies.getPort());
                refused = isClosedUnheard(next);
                closeBothSides(next);
            }
            assertThat(refused).isTrue();
        } finally {
            for (Socket each : silent) {
                closeBothSides(each);
            }
        }
    }

    /// So that it no longer counts when this returns.
    private static void closeBothSides(Socket connection) throws IOException {
        try (connection) {
            connection.shutdownOutput();
            connection.getInputStream().readAllBytes();
        } catch (SocketException e) {
            // It was closed unheard.
        }
    }

    private boolean isClosedUnheard(Socket connection) throws IOException {
        try {
            connection
                    .getOutputStream()
                    .write(("OPTIONS " + studies.getPath() + " HTTP/1.1\r\nHost: " + studies.getAuthority()
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return connection.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                                                         |      | no Content-Type
            nonsense                                                     |      | a body of another type
            application/dicom                                            |      | a body of another type
            multipart/form-data; boundary=b                              |      | a body of another type
            multipart/related; type="application/dicom+json"; boundary=b |      | metadata apart from bulk data
            multipart/related; type="application/dicom"; boundary=b      | gzip | Content-Encoding
            """)
    void saysWhatIsNotTakenAndWhatIs(String type, String encoding, String said) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(studies)
                .POST(BodyPublishers.ofByteArray(StowHttpTest.multipart(StowHttpTest.radiograph("1.2.3.5.4"))));
        if (type != null) {
            request.header("Content-Type", type);
        }
        if (encoding != null) {
            request.header("Content-Encoding", encoding);
        }

        HttpResponse<String> response = send(request);

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).contains(said).contains("; send ");
        assertThat(response.headers().firstValue("Accept-Encoding")).contains("identity");
    }

    @Test
    void takesATypeThatHasTheTransferSyntaxWithinIt() throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder(studies)
                .header(
                        "Content-Type",
                        "multipart/related; type=\"application/dicom; transfer-syntax=1.2.840.10008.1.2.1\"; boundary=b")
                .POST(BodyPublishers.ofByteArray(StowHttpTest.multipart(StowHttpTest.radiograph("1.2.3.5.13")))));

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Content-Encoding: gzip              | 415
            Content-Transfer-Encoding: base64   | 415
            Content-Encoding: aes128gcm, GZIP   | 415
            Content-Encoding: identity          | 200
            Content-Encoding: UTF-8             | 200
            Content-Transfer-Encoding: Binary   | 200
            """)
    void takesNoPartThatIsEncodedForAnObject(String header, int status) throws Exception {
        String body = new String(
                        StowHttpTest.multipart(StowHttpTest.radiograph("1.2.3.5.12")), StandardCharsets.ISO_8859_1)
                .replace("\r\n\r\n", "\r\n" + header + "\r\n\r\n");

        HttpResponse<String> response =
                post(BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.ISO_8859_1)), "*/*");

        assertThat(response.statusCode()).isEqualTo(status);
        if (status == 415) {
            assertThat(response.body()).isEqualTo("an encoding of a part is not taken; send each part without");
        }
    }

    /// What is stored is stored, whatever comes after it.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            the body ends                 | --b\\r\\nContent-Type: application/dicom\\r\\n\\r\\nhalf an
            another type, then the end    | --b\\r\\nContent-Type: image/jpeg\\r\\n\\r\\nan image\\r\\n--b--
            an encoded part, then the end | --b\\r\\nContent-Encoding: gzip\\r\\n\\r\\nan image\\r\\n--b--
            """)
    void saysWhatWasStoredBeforeTheBodyWentWrong(String what, String rest) throws Exception {
        String good =
                new String(StowHttpTest.multipart(StowHttpTest.radiograph("1.2.3.5.5")), StandardCharsets.ISO_8859_1);
        String body = good.replace("--b--\r\n", rest.translateEscapes());

        HttpResponse<String> response =
                post(BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.ISO_8859_1)), "*/*");

        assertThat(response.statusCode()).as(what).isEqualTo(202);
        assertThat(response.body()).contains("00081199").contains("1.2.3.5.5").contains("0008119A");
    }

    /// Kafka is away, so that each refusal waits.
    @Test
    void aRequestWhoseClientIsGoneDoesNotHoldItsPlaceForEachOfItsParts() throws Exception {
        byte[] many = ("--b\r\n\r\nnonsense\r\n".repeat(2000) + "--b--").getBytes(StandardCharsets.US_ASCII);
        byte[] body = StowHttpTest.multipart(StowHttpTest.radiograph("1.2.3.5.11"));
        try (Socket leaving = new Socket(studies.getHost(), studies.getPort())) {
            leaving.getOutputStream().write(head(TYPE, many.length));
            leaving.getOutputStream().write(many);
            while (post(BodyPublishers.ofByteArray(body), "*/*").statusCode() != 503) {
                Thread.onSpinWait();
            }
        }
        while (post(BodyPublishers.ofByteArray(body), "*/*").statusCode() != 200) {
            Thread.onSpinWait();
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        }
    }

    private HttpResponse<String> post(BodyPublisher body, String accept) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(studies)
                .header("Content-Type", TYPE)
                .header("Accept", accept)
                .POST(body));
    }

    private byte[] headWithExpectation(int length) {
        return head(TYPE + "\r\nExpect: 100-continue", length);
    }

    private byte[] head(String type, int length) {
        return ("POST " + studies.getPath() + " HTTP/1.1\r\nHost: " + studies.getAuthority() + "\r\nContent-Type: "
                        + type + "\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
