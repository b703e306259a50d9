package io.pleura.alerting.worklist;

import io.pleura.alerting.triage.Alert;

/// One alert in the feed, and where to resume after it.
public record FeedItem(Alert alert, FeedCursor cursor) {}
