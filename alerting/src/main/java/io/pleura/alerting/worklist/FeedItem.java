package io.pleura.alerting.worklist;

import io.pleura.alerting.triage.Alert;
import io.pleura.schemas.AlertId;

/// What a reader of the feed is told.
public sealed interface FeedItem {

    /// An alert as it now stands, and where to resume after it.
    record Changed(Alert alert, FeedCursor cursor) implements FeedItem {}

    /// An alert that the worklist no longer holds; it stays in the log. No place to resume at: whoever was away is told
    /// what the worklist holds.
    record Gone(AlertId alert) implements FeedItem {}
}
