package io.pleura.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;

/// Runs one [Ingest] in Quarkus: started before its doors open, closed after they are shut.
@ApplicationScoped
class IngestService {

    private static final int BEFORE_THE_DOORS = 1;

    @Produces
    @Singleton
    Ingest ingest(IngestConfig config, MeterRegistry registry) throws IOException {
        return new Ingest(config, registry, InstantSource.system());
    }

    void close(@Disposes Ingest ingest) {
        ingest.close();
    }

    void start(@Observes @Priority(BEFORE_THE_DOORS) StartupEvent event, Ingest ingest) {
        ingest.start();
    }
}
