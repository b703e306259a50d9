package io.pleura.alerting.route;

import io.pleura.alerting.triage.Triage;
import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.WaitingPartitions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;
import org.jboss.logging.Logger;

/// The running topology. Starts with [#start], stops with [#close]; both once.
public final class TriageStreams implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(TriageStreams.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaStreams streams;
    private final ThreadFailures failures;
    private final WaitingPartitions waiting;

    /// @param passOver records of an unknown schema that nobody waits for
    public TriageStreams(
            Triage triage,
            TriageMetrics metrics,
            StreamsSettings settings,
            Set<RecordPlace> passOver,
            InstantSource clock) {
        waiting = new WaitingPartitions(passOver);
        streams = new KafkaStreams(
                AlertingTopology.build(triage, metrics, clock),
                settings.properties(metrics, waiting),
                new SteadyTime(clock, System::nanoTime));
        failures = new ThreadFailures(clock);
        streams.setUncaughtExceptionHandler(failures);
        streams.setStateListener((now, before) -> LOG.infof("triage is %s (was %s)", now, before));
    }

    public void start() {
        streams.start();
    }

    /// The state's name: RUNNING is well; REBALANCING is well for a while, also while stores are restored.
    public String state() {
        return streams.state().name();
    }

    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /// It will not run again, and a restart may help.
    public boolean hasFailed() {
        return !awaitsUpgrade()
                && (streams.state().hasCompletedShutdown() || streams.state() == KafkaStreams.State.PENDING_ERROR);
    }

    /// It stands before an event that only a newer release can read, whose offset is not committed.
    public boolean awaitsUpgrade() {
        return failures.awaitsUpgrade();
    }

    /// Where that event stands. Empty, too, where it is a study's state that only a newer release can read.
    public Optional<String> awaitsUpgradeAt() {
        return waiting.places();
    }

    @Override
    public void close() {
        streams.close(CLOSE_TIMEOUT);
    }
}
