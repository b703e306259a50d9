package io.pleura.ingest.receive.stow;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestBodyTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /// Its place among the requests would be held as long as a client may be silent.
    @Test
    void aClientThatIsGoneBeforeAnybodyReadsIsNotWaitedFor() throws Exception {
        CompletableFuture<HttpServerRequest> came = new CompletableFuture<>();
        CompletableFuture<Void> gone = new CompletableFuture<>();
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    request.pause();
                    request.response().closeHandler(gone::complete);
                    came.complete(request);
                })
                .listen(0, InetAddress.getLoopbackAddress().getHostAddress())
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            client.getOutputStream()
                    .write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            came.get(30, TimeUnit.SECONDS);
        }
        gone.get(30, TimeUnit.SECONDS);

        try (RequestBody body = new RequestBody(came.get(), Duration.ofDays(1), Long.MAX_VALUE)) {
            assertThatThrownBy(body::read).isInstanceOf(IOException.class).isNotInstanceOf(TooSlowException.class);
        }
    }
}
