package io.pleura.ingest.receive.stow;

import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import org.jboss.logging.Logger;

/// Answers in words what the HTTP server finds wrong before anybody is asked, such as a request without its host
/// (RFC 9112 section 3.2) or one of HTTP/2. Left to Quarkus, each was an error of ours in the log.
@Singleton
final class BadRequests {

    private static final Logger LOG = Logger.getLogger(BadRequests.class);

    private static final int BAD_REQUEST = 400;

    void answer(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(BadRequests::answer);
    }

    private static void answer(RoutingContext routing) {
        if (routing.statusCode() == BAD_REQUEST && routing.failure() instanceof VertxException wrong) {
            HttpServerRequest request = routing.request();
            LOG.debugf("HTTP request of %s refused: %s", request.remoteAddress(), wrong.getMessage());
            request.response()
                    .setStatusCode(BAD_REQUEST)
                    .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.TEXT_PLAIN)
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                    .end(wrong.getMessage())
                    .onComplete(sent -> request.connection().close());
        } else {
            routing.next();
        }
    }
}
