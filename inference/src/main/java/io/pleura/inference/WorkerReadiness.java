package io.pleura.inference;

import io.pleura.inference.decode.BlobStoreCheck;
import io.pleura.inference.score.ModelIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Says in words what keeps the worker from scoring: the model, Kafka, the blob store or a trouble of the loop.
@Readiness
@ApplicationScoped
public class WorkerReadiness implements HealthCheck {

    private static final String FINE = "ok";

    private final InferenceService service;
    private final InferenceConfig config;

    public WorkerReadiness(InferenceService service, InferenceConfig config) {
        this.service = service;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<ModelIdentity> model = service.model();
        Optional<String> kafka = service.kafkaProblem();
        Optional<String> blobs = BlobStoreCheck.unreadable(config.blobFolder());
        Optional<String> loop = service.state().trouble();
        return HealthCheckResponse.named("scoring")
                .status(model.isPresent() && kafka.isEmpty() && blobs.isEmpty() && loop.isEmpty())
                .withData("model", model.map(WorkerReadiness::shown).orElse("no model is loaded"))
                .withData("kafka", kafka.orElse(FINE))
                .withData("blobStore", blobs.orElse(FINE))
                .withData("loop", loop.orElse(FINE))
                .build();
    }

    private static String shown(ModelIdentity model) {
        return "%s %s, SHA-256 %s, ONNX Runtime %s on %s"
                .formatted(model.name(), model.version(), model.sha256(), model.onnxRuntimeVersion(), model.provider());
    }
}
