package io.pleura.ingest.receive.stow;

import io.pleura.ingest.Arrival;
import io.pleura.ingest.Ingest;
import io.pleura.ingest.receive.stow.StoreInstances.Result;
import io.pleura.schemas.StudyUid;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.vertx.VertxInputStream;

/// STOW-RS over HTTP (PS3.18 section 10.5). One virtual thread a request; the body is streamed.
@Singleton
@Path(StowResource.PATH)
@Produces(MediaType.WILDCARD) // what is not taken, and who does not take what is sent, is refused in words
public class StowResource {

    private static final Logger LOG = Logger.getLogger(StowResource.class);

    static final String PATH = "/dicom-web/studies";

    private static final String SENT = "responses are %s or %s; accept one of them"
            .formatted(ResponseForm.JSON.mediaType(), ResponseForm.XML.mediaType());

    static final String RETRY_AFTER_SECONDS = "5";

    private final StoreInstances storeInstances;
    private final Duration timeForPiece;

    StowResource(Ingest ingest) {
        timeForPiece = ingest.config().idleTimeout();
        storeInstances = new StoreInstances(
                ingest.pipeline(),
                ingest.config().maxStowRequests(),
                ingest.config().messageTimeout(),
                ingest.config().stowTimeout());
    }

    /// Instances of any studies.
    @POST
    @RunOnVirtualThread
    public Response store(@Context HttpHeaders headers, @Context RoutingContext routing) {
        return answer(headers, routing, Optional.empty());
    }

    /// Instances of one study.
    @POST
    @Path("{study}")
    @RunOnVirtualThread
    public Response storeInStudy(
            @PathParam("study") String study, @Context HttpHeaders headers, @Context RoutingContext routing) {
        StudyUid uid;
        try {
            uid = new StudyUid(study);
        } catch (IllegalArgumentException e) {
            return text(Response.Status.BAD_REQUEST, "the study in the path is no UID");
        }
        return answer(headers, routing, Optional.of(uid));
    }

    /// Refuses before anything is stored where the client could not read what became of it.
    private Response answer(HttpHeaders headers, RoutingContext routing, Optional<StudyUid> study) {
        List<String> accept = headers.getRequestHeader(HttpHeaders.ACCEPT);
        Optional<ResponseForm> form = ResponseForm.liked(accept == null ? List.of() : accept);
        if (form.isEmpty()) {
            return text(Response.Status.NOT_ACCEPTABLE, SENT);
        }
        return store(headers, routing, study, form.get());
    }

    private Response store(HttpHeaders headers, RoutingContext routing, Optional<StudyUid> study, ResponseForm form) {
        Optional<String> peer =
                Optional.ofNullable(routing.request().remoteAddress()).map(address -> address.hostAddress());
        String priority = Objects.requireNonNullElse(headers.getHeaderString("Pleura-Priority"), "");
        Arrival arrival = Arrival.overStow(peer, priority, study);
        Result result;
        try (RequestBody body = new RequestBody(routing.request(), timeForPiece, maxBytes(routing))) {
            result = storeInstances.store(
                    headers.getHeaderString(HttpHeaders.CONTENT_TYPE),
                    headers.getHeaderString(HttpHeaders.CONTENT_ENCODING),
                    body,
                    body::clientIsGone,
                    arrival);
        }
        if (!(result instanceof Result.Answered)) {
            LOG.infof("STOW-RS request of %s refused: %s", peer.orElse("nobody"), result);
        }
        return switch (result) {
            case Result.Answered(StoreInstancesResponse response) -> answered(response, form);
            case Result.Malformed(String why) -> text(Response.Status.BAD_REQUEST, why);
            case Result.UnsupportedType(String why) -> unsupported(why);
            case Result.TooSlow(String why) -> tooSlow(why, routing);
            case Result.Busy ignored -> retryLater(Response.status(Response.Status.SERVICE_UNAVAILABLE));
        };
    }

    /// Of one request, by the HTTP server's settings, which look at nothing but a length that is announced.
    private static long maxBytes(RoutingContext routing) {
        Long most = routing.get(VertxInputStream.MAX_REQUEST_SIZE_KEY);
        return most == null ? Long.MAX_VALUE : most;
    }

    private static Response answered(StoreInstancesResponse response, ResponseForm form) {
        Response.ResponseBuilder builder = Response.status(response.status())
                .type(form.mediaType())
                .entity(
                        switch (form) {
                            case JSON -> response.dataSet().toString();
                            case XML -> NativeDicomModel.of(response.dataSet());
                        });
        return response.status() == Response.Status.SERVICE_UNAVAILABLE.getStatusCode()
                ? retryLater(builder)
                : builder.build();
    }

    /// Says which coding would do (RFC 9110 section 12.5.3), as a client may have tried one.
    private static Response unsupported(String why) {
        return Response.fromResponse(text(Response.Status.UNSUPPORTED_MEDIA_TYPE, why))
                .header(HttpHeaders.ACCEPT_ENCODING, StoreInstances.IDENTITY)
                .build();
    }

    /// Nobody reads what else may come, so that the connection is closed behind the answer (RFC 9110 section 15.5.9).
    private static Response tooSlow(String why, RoutingContext routing) {
        routing.addEndHandler(ignored -> routing.request().connection().close());
        return Response.fromResponse(text(Response.Status.REQUEST_TIMEOUT, why))
                .header("Connection", "close")
                .build();
    }

    private static Response retryLater(Response.ResponseBuilder builder) {
        return builder.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS).build();
    }

    private static Response text(Response.Status status, String why) {
        return Response.status(status).type(MediaType.TEXT_PLAIN).entity(why).build();
    }
}
