package io.pleura.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready while an object could be made durable; says in words what is missing.
@Readiness
@ApplicationScoped
class IngestReadiness implements HealthCheck {

    private static final String FINE = "ok";

    private final Ingest ingest;

    IngestReadiness(Ingest ingest) {
        this.ingest = ingest;
    }

    @Override
    public HealthCheckResponse call() {
        String log = ingest.logTrouble().orElse(FINE);
        boolean durable = log.equals(FINE) || ingest.spoolHasRoom();
        String disk = ingest.diskTrouble().orElse(FINE);
        return HealthCheckResponse.named("ingest")
                .withData("kafka", log)
                .withData("spooled", ingest.spooled())
                .withData("disk", disk)
                .status(durable && disk.equals(FINE))
                .build();
    }
}
