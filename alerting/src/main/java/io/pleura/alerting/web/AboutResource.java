package io.pleura.alerting.web;

import io.pleura.alerting.AlertingConfig;
import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.Finding;
import io.pleura.alerting.triage.ModelReference;
import io.pleura.alerting.worklist.Worklist;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// What this is, what it must not be used for, and how it is.
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.CLINICIAN})
public class AboutResource {

    private final AlertingConfig config;
    private final Worklist worklist;
    private final FeedHealth health;
    private final String version;

    /// @param models those whose scores are in the worklist
    public record About(String warning, String intendedUse, boolean showMap, String version, List<Model> models) {}

    public record Model(String name, String version, String sha256) {
        static Model of(ModelReference model) {
            return new Model(model.name(), model.version(), model.content().value());
        }
    }

    public record Status(
            String streams,
            long feedAgeMillis,
            boolean healthy,
            @Nullable String problem,
            int alerts) {}

    @Inject
    AboutResource(
            AlertingConfig config,
            Worklist worklist,
            FeedHealth health,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.config = config;
        this.worklist = worklist;
        this.health = health;
        this.version = version;
    }

    @GET
    @Path("about")
    public About about() {
        List<Model> models = worklist.mostUrgentFirst().stream()
                .map(Alert::lead)
                .map(Finding::model)
                .map(Model::of)
                .distinct()
                .toList();
        return new About(config.warning(), config.intendedUse(), config.showMap(), version, models);
    }

    @GET
    @Path("status")
    public Status status() {
        FeedHealth.Status status = health.now();
        return new Status(
                status.streams(), status.feedAgeMillis(), status.healthy(), status.problem(), worklist.size());
    }
}
