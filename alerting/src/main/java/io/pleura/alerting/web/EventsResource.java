package io.pleura.alerting.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pleura.alerting.AlertingConfig;
import io.pleura.alerting.worklist.Worklist;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.Semaphore;

/// The live feed: a server-sent event stream for each browser, each served by a virtual thread of its own.
@Path("/api/events")
@Singleton
@RolesAllowed({Roles.VIEWER, Roles.CLINICIAN})
public class EventsResource {

    private static final int RETRY_SECONDS = 5;

    private final Worklist worklist;
    private final FeedHealth health;
    private final AlertingConfig.Feed settings;
    private final ObjectMapper json;
    private final Semaphore places;

    @Inject
    EventsResource(Worklist worklist, FeedHealth health, AlertingConfig config, ObjectMapper json) {
        this.worklist = worklist;
        this.health = health;
        this.settings = config.feed();
        this.json = json;
        places = new Semaphore(settings.maxClients());
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RunOnVirtualThread
    public void events(
            @HeaderParam("Last-Event-ID") @DefaultValue("") String lastEventId,
            @Context SseEventSink sink,
            @Context Sse sse) {
        if (!places.tryAcquire()) {
            throw new ServiceUnavailableException((long) RETRY_SECONDS);
        }
        FeedSession session =
                new FeedSession(worklist, health, settings, new EventWriter(sink, sse, json), lastEventId);
        Thread.ofVirtual().name("feed").start(() -> {
            try {
                session.run();
            } finally {
                places.release();
            }
        });
    }
}
