package io.pleura.ingest.receive.dimse;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/// Ready while somebody would be let in at each DICOM port; says in words what is in the way.
@Readiness
@ApplicationScoped
class DimseReadiness implements HealthCheck {

    private static final String FINE = "ok";

    private final DimseScpLifecycle listener;

    DimseReadiness(DimseScpLifecycle listener) {
        this.listener = listener;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("dicom").up();
        listener.troubles().forEach((door, trouble) -> {
            response.withData(door, trouble.orElse(FINE));
            if (trouble.isPresent()) {
                response.down();
            }
        });
        return response.build();
    }
}
