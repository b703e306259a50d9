package io.pleura.ingest;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/// The eligibility rules in force and their counts, for operators: a page in a browser, JSON otherwise. No patient
/// data.
@Singleton
@Path("/eligibility")
public class EligibilityResource {

    private final Ingest ingest;

    EligibilityResource(Ingest ingest) {
        this.ingest = ingest;
    }

    @GET
    @Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
    public String page() {
        return view().html();
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Object counts() {
        return view();
    }

    private EligibilityView view() {
        return EligibilityView.of(ingest.rules(), ingest.metrics());
    }
}
