package io.pleura.ingest.receive.dimse;

import io.pleura.ingest.Ingest;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Opens the DICOM port with the service and closes it first.
@ApplicationScoped
class DimseScpLifecycle {

    private @Nullable DimseScp scp;

    void start(@Observes StartupEvent event, Ingest ingest) throws IOException {
        scp = new DimseScp(ingest);
        scp.start();
    }

    void stop(@Observes ShutdownEvent event) throws IOException {
        if (scp != null) {
            scp.close();
        }
    }
}
