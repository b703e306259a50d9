package io.pleura.ingest;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Says of the eligibility rules what can be done with them where another method is asked for, as a 405 has to
/// (RFC 9110 section 15.5.6). Quarkus' own says nothing.
class ReadOnly {

    private static final List<String> ALLOWED = List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    @ServerRequestFilter(preMatching = true)
    Optional<Response> answer(ContainerRequestContext request) {
        boolean ours = request.getUriInfo().getPath().equals(EligibilityResource.PATH);
        return !ours || ALLOWED.contains(request.getMethod()) ? Optional.empty() : Optional.of(refused());
    }

    private static Response refused() {
        return Response.status(Response.Status.METHOD_NOT_ALLOWED)
                .header(HttpHeaders.ALLOW, String.join(", ", ALLOWED))
                .type(MediaType.TEXT_PLAIN)
                .entity("the rules and their counts can only be read here")
                .build();
    }
}
