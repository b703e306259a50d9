package io.pleura.ingest.receive.stow;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Answers in words whatever is asked of DICOMweb and is no Store transaction: instances are only taken here. A client
/// that queries or retrieves must not take it for an archive without the study, as a 404 would say.
class StoreOnly {

    static final int NOT_IMPLEMENTED = 501;

    /// What can be done with a resource that instances are sent to (RFC 9110 section 10.2.1).
    static final String ALLOWED = "OPTIONS, POST";

    private static final String ONLY_STORES =
            "Pleura only stores: instances are sent by POST to %s or %1$s/{study}, and nothing is queried or retrieved here"
                    .formatted(StowResource.PATH);

    private static final Pattern DICOM_WEB = Pattern.compile("/dicom-web(/.*)?");
    private static final Pattern STUDIES = Pattern.compile(StowResource.PATH + "(/[^/]+)?/?");

    @ServerRequestFilter(preMatching = true)
    Optional<Response> answer(ContainerRequestContext request) {
        return answer(request.getMethod(), request.getUriInfo().getPath());
    }

    /// Nothing for a Store transaction, and for what is no DICOMweb.
    private static Optional<Response> answer(String method, String path) {
        if (!DICOM_WEB.matcher(path).matches()) {
            return Optional.empty();
        }
        if (!STUDIES.matcher(path).matches()) {
            return Optional.of(onlyStores(NOT_IMPLEMENTED).build());
        }
        return switch (method) {
            case HttpMethod.POST -> Optional.empty();
            case HttpMethod.OPTIONS -> Optional.of(allowing(Response.noContent()));
            default -> Optional.of(allowing(onlyStores(Response.Status.METHOD_NOT_ALLOWED.getStatusCode())));
        };
    }

    private static Response.ResponseBuilder onlyStores(int status) {
        return Response.status(status).type(MediaType.TEXT_PLAIN).entity(ONLY_STORES);
    }

    private static Response allowing(Response.ResponseBuilder response) {
        return response.header(HttpHeaders.ALLOW, ALLOWED).build();
    }
}
