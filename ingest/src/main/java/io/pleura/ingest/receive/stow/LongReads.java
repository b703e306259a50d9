package io.pleura.ingest.receive.stow;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/// Has the HTTP server read bodies in long pieces: each piece is handed from thread to thread, which costs the same for
/// a short one.
@Singleton
class LongReads implements HttpServerOptionsCustomizer {

    static final int PIECE_BYTES = 256 << 10;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setReceiveBufferSize(PIECE_BYTES).setMaxChunkSize(PIECE_BYTES);
    }
}
