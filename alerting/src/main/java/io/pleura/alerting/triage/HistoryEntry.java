package io.pleura.alerting.triage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One step in an alert's life.
public record HistoryEntry(
        AlertChange change, String by, @Nullable String reason, Instant at) {}
