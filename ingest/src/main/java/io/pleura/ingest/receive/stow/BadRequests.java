package io.pleura.ingest.receive.stow;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.MultiMap;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.jboss.logging.Logger;

/// Answers in words what is wrong with a request before anybody is asked, and closes its connection: what the HTTP
/// server finds, such as a request without its host (RFC 9112 section 3.2) or one of HTTP/2, which Quarkus took for
/// errors of ours, and what it takes although nobody can say where such a request ends or whom it is for. On the event
/// loop.
@Singleton
final class BadRequests {

    private static final Logger LOG = Logger.getLogger(BadRequests.class);

    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final int VERSION_NOT_SUPPORTED = 505;
    private static final Set<Integer> OURS = Set.of(BAD_REQUEST, TOO_LARGE, VERSION_NOT_SUPPORTED);

    private static final String NO_BODY = "no body is taken here";

    /// Before all others, [UnwantedBodies] among them: of what is refused nothing is read over.
    static final int FIRST = Integer.MIN_VALUE;

    private record Refusal(int status, String why) {}

    /// What has come behind a refused request is read before its connection is closed.
    private final Set<HttpConnection> refused =
            Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

    void watch(@Observes Router router) {
        watchHeads(router);
    }

    /// Nobody sends anything to health and metrics, whose connections are not bounded. Quarkus reads bodies before it
    /// asks anybody, with some methods, and has gone on to read those that were too long.
    void watch(@Observes ManagementInterface management) {
        Router router = management.router();
        watchHeads(router);
        router.route().order(FIRST).handler(BadRequests::refuseBody);
    }

    private void watchHeads(Router router) {
        router.route().order(FIRST).handler(this::refuseHead).failureHandler(this::answer);
        // A path that is none, as with %zz, is found out where no failure handler is asked.
        router.errorHandler(BAD_REQUEST, routing -> answer(routing, BAD_REQUEST, "the path is none"));
    }

    private void refuseHead(RoutingContext routing) {
        if (!refused.contains(routing.request().connection())) {
            refuse(routing, wrongHead(routing.request()));
        }
    }

    private static void refuseBody(RoutingContext routing) {
        MultiMap headers = routing.request().headers();
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        boolean empty = !headers.contains(HttpHeaders.TRANSFER_ENCODING) && (length == null || length.equals("0"));
        refuse(routing, empty ? Optional.empty() : Optional.of(new Refusal(TOO_LARGE, NO_BODY)));
    }

    private static void refuse(RoutingContext routing, Optional<Refusal> refusal) {
        refusal.ifPresentOrElse(
                found -> routing.fail(found.status(), new VertxException(found.why(), true)), routing::next);
    }

    /// RFC 9112 sections 2.3, 3.2 and 6.1. Both lengths in one request are found out by the HTTP server.
    private static Optional<Refusal> wrongHead(HttpServerRequest request) {
        if (request.version() == null) {
            return Optional.of(new Refusal(VERSION_NOT_SUPPORTED, "HTTP/1.1 is spoken here"));
        }
        if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            return Optional.of(new Refusal(BAD_REQUEST, "a request has one Host header, and no second one"));
        }
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        boolean endIsKnown =
                codings.isEmpty() || codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
        return endIsKnown
                ? Optional.empty()
                : Optional.of(new Refusal(BAD_REQUEST, "the only Transfer-Encoding that is taken is chunked, once"));
    }

    private void answer(RoutingContext routing) {
        switch (routing.failure()) {
            case HttpClosedException gone -> LOG.debugf("an HTTP client is gone: %s", gone.getMessage());
            case VertxException wrong
            when OURS.contains(routing.statusCode()) ->
                answer(routing, routing.statusCode(), String.valueOf(wrong.getMessage()));
            case null, default -> {
                if (routing.statusCode() == TOO_LARGE) {
                    answer(routing, TOO_LARGE, NO_BODY);
                } else {
                    routing.next();
                }
            }
        }
    }

    /// Closes at once: what else came on the connection may be a piece of this request that looks like another.
    private void answer(RoutingContext routing, int status, String why) {
        HttpServerRequest request = routing.request();
        LOG.debugf("HTTP request of %s refused: %s", request.remoteAddress(), why);
        refused.add(request.connection());
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.TEXT_PLAIN)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(why);
        request.connection().close();
    }
}
