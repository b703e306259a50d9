package io.pleura.ingest.receive.dimse;

import io.pleura.ingest.Ingest;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Opens the DICOM port with the service and closes it first.
@ApplicationScoped
class DimseScpLifecycle {

    private @Nullable DimseScp scp;

    void start(@Observes StartupEvent event, Ingest ingest) throws IOException {
        scp = new DimseScp(ingest);
        scp.start();
    }

    /// Each port, and in words why nobody is let in there.
    SequencedMap<String, Optional<String>> troubles() {
        return scp == null ? new LinkedHashMap<>() : scp.troubles();
    }

    void stop(@Observes ShutdownEvent event) throws IOException {
        if (scp != null) {
            scp.close();
        }
    }
}
