package io.pleura.ingest;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/// The eligibility rules in force and their counts, for operators: a page in a browser, JSON otherwise. No patient
/// data.
@Singleton
@Path(EligibilityResource.PATH)
public class EligibilityResource {

    static final String PATH = "/eligibility";

    private static final MediaType PAGE = MediaType.TEXT_HTML_TYPE.withCharset("UTF-8");

    /// The first one where a client likes both the same.
    private static final List<MediaType> FORMS = List.of(MediaType.APPLICATION_JSON_TYPE, PAGE);

    private final Ingest ingest;

    EligibilityResource(Ingest ingest) {
        this.ingest = ingest;
    }

    /// One method for both forms: to choose between two, Quarkus would read the Content-Type, which means nothing where
    /// there is no body, and take one that it cannot read for an error of ours.
    @GET
    public Response rules(@Context HttpHeaders headers) {
        Optional<MediaType> form = liked(headers);
        if (form.isEmpty()) {
            return Response.status(Response.Status.NOT_ACCEPTABLE)
                    .type(MediaType.TEXT_PLAIN)
                    .entity("the rules are application/json or text/html; accept one of them")
                    .build();
        }
        EligibilityView view = EligibilityView.of(ingest.rules(), ingest.metrics());
        return Response.ok(form.get().equals(PAGE) ? view.html() : view, form.get())
                .build();
    }

    private static Optional<MediaType> liked(HttpHeaders headers) {
        try {
            return headers.getAcceptableMediaTypes().stream()
                    .flatMap(range -> FORMS.stream().filter(range::isCompatible))
                    .findFirst();
        } catch (IllegalArgumentException e) { // what cannot be read cannot be met
            return Optional.empty();
        }
    }
}
