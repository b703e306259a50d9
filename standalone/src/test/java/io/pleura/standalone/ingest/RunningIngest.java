package io.pleura.standalone.ingest;

import io.pleura.ingest.Ingest;
import io.pleura.ingest.receive.dimse.DimseScp;
import io.pleura.ingest.scu.StoreScu;
import io.pleura.standalone.TemporaryFolder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// One ingest that accepts associations, on a broker and in a folder of its own, for all tests of a class.
final class RunningIngest implements BeforeAllCallback, AfterAllCallback {

    private final Map<String, String> settings;

    @SuppressWarnings("NullAway.Init")
    private TemporaryFolder temporary;

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private IngestFixture fixture;

    @SuppressWarnings("NullAway.Init")
    private Ingest ingest;

    @SuppressWarnings("NullAway.Init")
    private DimseScp scp;

    RunningIngest(Map<String, String> settings) {
        this.settings = settings;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        temporary = new TemporaryFolder("running-ingest");
        folder = temporary.create("ingest");
        fixture = new IngestFixture(folder);
        ingest = fixture.ingest(settings);
        scp = fixture.scp(ingest);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (fixture != null) {
            fixture.close();
        }
        if (temporary != null) {
            temporary.close();
        }
    }

    Path folder() {
        return folder;
    }

    IngestFixture fixture() {
        return fixture;
    }

    Ingest ingest() {
        return ingest;
    }

    DimseScp scp() {
        return scp;
    }

    /// A sender to it.
    StoreScu scu() {
        return fixture.scu(scp);
    }
}
