package io.pleura.alerting;

import io.micrometer.core.instrument.MeterRegistry;
import io.pleura.alerting.worklist.AlertReader;
import io.pleura.alerting.worklist.Worklist;
import io.pleura.schemas.Topic;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// Puts the parts together. They themselves know nothing of the container.
@Singleton
class AlertingBeans {

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    Worklist worklist(AlertingConfig config) {
        return new Worklist(
                Topic.ALERTS.partitions(),
                config.worklist().keepClosed(),
                config.worklist().maxClosed());
    }

    @Produces
    @Singleton
    @Startup
    AlertReader alertReader(AlertingConfig config, Worklist worklist, InstantSource clock, MeterRegistry meters) {
        return new AlertReader(
                config.kafkaBootstrapServers(),
                worklist,
                clock,
                meters.counter("pleura.alerting.unreadable.records", "reader", "worklist")::increment);
    }

    void stop(@Disposes AlertReader reader) {
        reader.close();
    }
}
