package io.pleura.ingest.receive.stow;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/// Says with each 406 what can be sent (RFC 9110 section 15.5.7).
class AcceptableTypes {

    private static final String SENT =
            "responses are %s or %s; accept one of them".formatted(StowResource.DICOM_JSON, StowResource.DICOM_XML);

    @ServerResponseFilter
    void name(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == Response.Status.NOT_ACCEPTABLE.getStatusCode()
                && request.getUriInfo().getPath().startsWith(StowResource.PATH)) {
            response.setEntity(SENT, new Annotation[0], MediaType.TEXT_PLAIN_TYPE);
        }
    }
}
