package io.pleura.ingest.receive.stow;

import io.pleura.ingest.Arrival;
import io.pleura.ingest.Ingest;
import io.pleura.ingest.receive.stow.StoreInstances.Result;
import io.pleura.schemas.StudyUid;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// STOW-RS over HTTP (PS3.18 section 10.5). One virtual thread a request; the body is streamed.
@Singleton
@Path("/dicom-web/studies")
@Consumes("multipart/related")
@Produces({"application/dicom+json", MediaType.TEXT_PLAIN})
public class StowResource {

    private static final String RETRY_AFTER_SECONDS = "5";
    private static final int SERVICE_UNAVAILABLE = 503;

    private final StoreInstances storeInstances;

    StowResource(Ingest ingest) {
        storeInstances = new StoreInstances(ingest.pipeline(), ingest.config().maxStowRequests());
    }

    /// Instances of any studies.
    @POST
    @RunOnVirtualThread
    public Response store(
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            @HeaderParam("Pleura-Priority") @Nullable String priority,
            @Context HttpServerRequest request,
            InputStream body) {
        return answer(contentType, priority, request, body, Optional.empty());
    }

    /// Instances of one study.
    @POST
    @Path("{study}")
    @RunOnVirtualThread
    public Response storeInStudy(
            @PathParam("study") String study,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            @HeaderParam("Pleura-Priority") @Nullable String priority,
            @Context HttpServerRequest request,
            InputStream body) {
        try {
            return answer(contentType, priority, request, body, Optional.of(new StudyUid(study)));
        } catch (IllegalArgumentException e) {
            return text(Response.Status.BAD_REQUEST.getStatusCode(), "the study in the path is no UID");
        }
    }

    private Response answer(
            String contentType,
            @Nullable String priority,
            HttpServerRequest request,
            InputStream body,
            Optional<StudyUid> study) {
        Optional<String> peer = Optional.ofNullable(request.remoteAddress()).map(address -> address.hostAddress());
        Arrival arrival = Arrival.overStow(peer, priority == null ? "" : priority, study);
        return switch (storeInstances.store(contentType, body, arrival)) {
            case Result.Answered(StoreInstancesResponse response) -> answered(response);
            case Result.Malformed(String why) -> text(Response.Status.BAD_REQUEST.getStatusCode(), why);
            case Result.UnsupportedType(String type) ->
                text(
                        Response.Status.UNSUPPORTED_MEDIA_TYPE.getStatusCode(),
                        "multipart/related; type=\"application/dicom\" is taken");
            case Result.Busy ignored -> retryLater(Response.status(SERVICE_UNAVAILABLE));
        };
    }

    private static Response answered(StoreInstancesResponse response) {
        Response.ResponseBuilder builder = Response.status(response.status())
                .type("application/dicom+json")
                .entity(response.dataSet().toString());
        return response.status() == SERVICE_UNAVAILABLE ? retryLater(builder) : builder.build();
    }

    private static Response retryLater(Response.ResponseBuilder builder) {
        return builder.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS).build();
    }

    private static Response text(int status, String why) {
        return Response.status(status).type(MediaType.TEXT_PLAIN).entity(why).build();
    }
}
