package io.pleura.ingest.receive.stow;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/// Says with each 405 which method would do (RFC 9110 section 15.5.6): clients that try to query or retrieve find out
/// that instances are only taken here.
class AllowedMethods {

    private static final String STORE_ONLY = "POST";

    @ServerResponseFilter
    void allow(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == Response.Status.METHOD_NOT_ALLOWED.getStatusCode()
                && request.getUriInfo().getPath().startsWith(StowResource.PATH)) {
            response.getHeaders().putSingle(HttpHeaders.ALLOW, STORE_ONLY);
        }
    }
}
