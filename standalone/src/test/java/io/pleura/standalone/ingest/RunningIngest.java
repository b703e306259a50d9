package io.pleura.standalone.ingest;

import io.pleura.ingest.Ingest;
import io.pleura.ingest.receive.dimse.DimseScp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// One ingest that accepts associations, on a broker and in a folder of its own, for all tests of a class.
final class RunningIngest implements BeforeAllCallback, AfterAllCallback {

    private final Map<String, String> settings;

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
        folder = Files.createTempDirectory("running-ingest");
        fixture = new IngestFixture(folder);
        ingest = fixture.ingest(settings);
        scp = fixture.scp(ingest);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (fixture != null) {
            fixture.close();
        }
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path one : deepestFirst) {
            Files.delete(one);
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
}
