package io.pleura.alerting.web;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Nothing is changed by another site's page: a browser sends a signed-in user's password along with whatever any page
/// asks of this service. Such a page can neither send JSON without being asked first, nor hide where it comes from.
@Provider
public class OwnPagesRule implements ContainerRequestFilter {

    private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /// `none` is what the user typed or clicked outside of any page.
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    @Override
    public void filter(ContainerRequestContext request) {
        if (READING.contains(request.getMethod())) {
            return;
        }
        if (!isOwn(
                request.getHeaderString("Sec-Fetch-Site"),
                request.getHeaderString("Origin"),
                request.getUriInfo().getBaseUri().getAuthority())) {
            request.abortWith(Problem.response(Status.FORBIDDEN, "the request comes from a page of another site"));
        } else if (!isJson(request.getHeaderString(HttpHeaders.CONTENT_TYPE))) {
            request.abortWith(Problem.response(
                    Status.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be " + MediaType.APPLICATION_JSON));
        }
    }

    /// A program that is no browser sends neither header. A browser sends the first over HTTPS and to the machine it
    /// runs on, and it is the better one: behind a proxy this service may not know the name in the page's address.
    ///
    /// @param authority host and port that the request names
    static boolean isOwn(@Nullable String fetchSite, @Nullable String origin, String authority) {
        if (fetchSite != null) {
            return OWN_SITES.contains(fetchSite);
        }
        return origin == null || authority.equalsIgnoreCase(authorityOf(origin).orElse(""));
    }

    private static Optional<String> authorityOf(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase(MediaType.APPLICATION_JSON);
    }
}
