package io.pleura.ingest;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;

/// The configuration as the service makes it, without Quarkus.
public final class TestSettings {

    private TestSettings() {}

    /// The shipped settings with these on top.
    ///
    /// @param settings by their whole names, `pleura.ingest.…`
    public static IngestConfig config(Map<String, String> settings) throws IOException {
        return new SmallRyeConfigBuilder()
                .withMapping(IngestConfig.class)
                .withSources(new PropertiesConfigSource(
                        Objects.requireNonNull(IngestConfig.class.getResource("/application.properties")), 100))
                .withSources(new PropertiesConfigSource(settings, "test", 200))
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .build()
                .getConfigMapping(IngestConfig.class);
    }
}
