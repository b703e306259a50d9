package io.pleura.inference;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// Down when only a new process will help: the loop ended, hangs, or fails again and again for no known reason.
/// A loop that waits for Kafka is alive.
@Liveness
@ApplicationScoped
public class WorkerLiveness implements HealthCheck {

    private final InferenceService service;
    private final InferenceConfig config;

    public WorkerLiveness(InferenceService service, InferenceConfig config) {
        this.service = service;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        WorkerState state = service.state();
        Duration silence = state.silence();
        boolean stalled = silence.compareTo(config.stalledAfter()) > 0;
        return HealthCheckResponse.named("worker loop")
                .status(!stalled && !state.lost())
                .withData("millisSinceLastSign", silence.toMillis())
                .withData("trouble", state.trouble().orElse("none"))
                .build();
    }
}
