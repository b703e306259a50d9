package io.pleura.alerting.web;

import io.pleura.alerting.AlertingConfig;
import io.pleura.alerting.route.TriageStreams;
import io.pleura.alerting.worklist.AlertReader;
import io.quarkus.test.Mock;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// A feed that is well, or not, as the test says.
@Mock
@Singleton
public class WholeFeed extends FeedHealth {

    private volatile @Nullable String problem;
    private volatile boolean complete = true;

    @Inject
    WholeFeed(TriageStreams streams, AlertReader reader, InstantSource clock, AlertingConfig config) {
        super(streams, reader, clock, config);
    }

    public void set(@Nullable String newProblem) {
        problem = newProblem;
    }

    /// Whether there is nothing that only a newer release can read.
    public void setComplete(boolean newComplete) {
        complete = newComplete;
    }

    @Override
    boolean isListComplete() {
        return complete;
    }

    @Override
    public boolean hasBeenWhole() {
        return true;
    }

    @Override
    public Status now() {
        return new Status("RUNNING", 120, problem == null, problem);
    }
}
