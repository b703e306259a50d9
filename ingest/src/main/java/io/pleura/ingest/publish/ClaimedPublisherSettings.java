package io.pleura.ingest.publish;

import java.time.Duration;

/// How radiographs are settled.
///
/// @param owner this ingest instance
/// @param successAfter when senders hear of success
/// @param spoolLimit radiographs that may be acknowledged and not published
/// @param timeout how long a sender waits for its event, where it waits
public record ClaimedPublisherSettings(String owner, SuccessAfter successAfter, int spoolLimit, Duration timeout) {}
