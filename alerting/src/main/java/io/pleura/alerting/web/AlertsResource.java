package io.pleura.alerting.web;

import io.pleura.alerting.AlertingConfig;
import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.Finding;
import io.pleura.alerting.triage.TriageEvent.ActionTaken;
import io.pleura.alerting.web.ActionRequest.Checked;
import io.pleura.alerting.web.RadiographFiles.Read;
import io.pleura.alerting.worklist.Worklist;
import io.pleura.schemas.AlertId;
import io.pleura.schemas.ReasonCode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The worklist and one alert, and what users do to it.
@Path("/api/alerts")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.CLINICIAN})
@RunOnVirtualThread
public class AlertsResource {

    private final Worklist worklist;
    private final ActionLog log;
    private final RadiographFiles files;
    private final AlertingConfig config;
    private final InstantSource clock;

    @Inject
    AlertsResource(
            Worklist worklist, ActionLog log, RadiographFiles files, AlertingConfig config, InstantSource clock) {
        this.worklist = worklist;
        this.log = log;
        this.files = files;
        this.config = config;
        this.clock = clock;
    }

    @GET
    public List<AlertView> alerts() {
        return worklist.mostUrgentFirst().stream().map(AlertView::of).toList();
    }

    @GET
    @Path("{alertId}")
    public Response alert(@PathParam("alertId") String alertId) {
        return find(alertId)
                .map(alert -> Response.ok(AlertDetail.of(alert, config.showMap(), this::header))
                        .build())
                .orElseGet(AlertsResource::noSuchAlert);
    }

    @POST
    @Path("{alertId}/actions")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.CLINICIAN)
    public Response act(
            @PathParam("alertId") String alertId, @Nullable ActionRequest request, @Context SecurityContext user) {
        Optional<Alert> alert = find(alertId);
        if (alert.isEmpty()) {
            return noSuchAlert();
        }
        if (request == null) {
            return Problem.response(Status.BAD_REQUEST, "the request has no body");
        }
        return switch (request.check(alert.get(), user.getUserPrincipal().getName(), clock.instant())) {
            case Checked.Valid(ActionTaken action) -> record(action);
            case Checked.Outdated outdated ->
                Problem.response(
                        Status.CONFLICT, "a radiograph came since this alert was shown; look at it, then decide again");
            case Checked.Invalid(String message) -> Problem.response(Status.BAD_REQUEST, message);
        };
    }

    @GET
    @Path("{alertId}/images/{sopInstanceUid}/frame")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Response frame(
            @PathParam("alertId") String alertId,
            @PathParam("sopInstanceUid") String sopInstanceUid,
            @QueryParam("max") @DefaultValue("2048") int max) {
        if (max < 1 || max > config.frames().maxEdge()) {
            return Problem.response(
                    Status.BAD_REQUEST,
                    "max must be from 1 to " + config.frames().maxEdge());
        }
        Optional<Finding> image = find(alertId).stream()
                .flatMap(alert -> alert.images().stream())
                .filter(finding -> finding.image().value().equals(sopInstanceUid))
                .findFirst();
        return image.map(finding -> files.frame(finding.content(), max))
                .map(AlertsResource::frameResponse)
                .orElseGet(AlertsResource::noSuchAlert);
    }

    private static Response frameResponse(Read<DeliveredFrame> read) {
        return switch (read) {
            case Read.Found<DeliveredFrame>(DeliveredFrame frame) ->
                Response.ok(frame.pixels())
                        .header("Pleura-Rows", frame.rows())
                        .header("Pleura-Columns", frame.columns())
                        .header("Pleura-Source-Rows", frame.sourceRows())
                        .header("Pleura-Source-Columns", frame.sourceColumns())
                        .build();
            case Read.Refused<DeliveredFrame>(ReasonCode reason) ->
                Problem.response(
                        Status.fromStatusCode(reason.httpStatus()),
                        reason.meaning() + "; look at it in the PACS, and tell who runs Pleura");
        };
    }

    private Optional<RadiographHeader> header(Finding finding) {
        return switch (files.header(finding.content())) {
            case Read.Found<RadiographHeader>(RadiographHeader header) -> Optional.of(header);
            case Read.Refused<RadiographHeader> refused -> Optional.empty();
        };
    }

    private Response record(ActionTaken action) {
        try {
            log.write(action);
            return Response.accepted(Map.of("actionId", action.id())).build();
        } catch (LogUnavailableException e) {
            return Problem.response(
                    Status.SERVICE_UNAVAILABLE,
                    "the action could not be recorded; send it again with the same actionId");
        }
    }

    private Optional<Alert> find(String alertId) {
        try {
            return worklist.find(new AlertId(alertId));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Response noSuchAlert() {
        return Problem.response(Status.NOT_FOUND, "there is no such alert or radiograph in the worklist");
    }
}
