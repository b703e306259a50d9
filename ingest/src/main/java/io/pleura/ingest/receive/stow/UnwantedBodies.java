package io.pleura.ingest.receive.stow;

import io.pleura.ingest.Ingest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Reads over what nobody wanted of a request, whoever was asked, so that the client hears the answer and the
/// connection can be used again. Too much of it, or too slow, and the connection is closed. On the event loop.
@Singleton
final class UnwantedBodies {

    private static final int MOST_BYTES = 16 << 20;

    private final Duration time;

    UnwantedBodies(Ingest ingest) {
        time = ingest.config().messageTimeout();
    }

    void watch(@Observes Router router) {
        router.route().order(BadRequests.FIRST + 1).handler(this::watch);
    }

    private void watch(RoutingContext routing) {
        Vertx vertx = routing.vertx();
        Context eventLoop = vertx.getOrCreateContext();
        routing.addEndHandler(answered -> {
            if (answered.succeeded()) {
                eventLoop.runOnContext(now -> readOver(routing.request(), vertx));
            }
        });
        routing.next();
    }

    /// Of what came before the answer, nothing counts.
    private void readOver(HttpServerRequest request, Vertx vertx) {
        if (request.isEnded()) {
            return;
        }
        long wantedBytes = request.bytesRead();
        long timer =
                vertx.setTimer(time.toMillis(), ignored -> request.connection().close());
        request.handler(piece -> {
            if (request.bytesRead() - wantedBytes > MOST_BYTES) {
                request.connection().close();
            }
        });
        request.endHandler(ignored -> vertx.cancelTimer(timer));
        request.exceptionHandler(broken -> vertx.cancelTimer(timer));
        request.resume();
    }
}
