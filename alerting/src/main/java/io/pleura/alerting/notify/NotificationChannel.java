package io.pleura.alerting.notify;

import org.jspecify.annotations.Nullable;

/// A way to tell somebody. Safe for use by many threads; [#deliver] blocks, bounded in time.
///
/// To add one: implement this, give it settings in `AlertingConfig`, and add it to the list in `AlertingBeans`.
/// Retries, the log of attempts and what is known after a restart are the [Notifier]'s.
public interface NotificationChannel {

    /// Names the channel in the log of attempts; never changes.
    String name();

    /// Where it goes, without credentials.
    String target();

    /// Tries once.
    Outcome deliver(Notification notification) throws InterruptedException;

    sealed interface Outcome {

        /// @param statusCode HTTP status, null for what is not HTTP
        record Delivered(@Nullable Integer statusCode) implements Outcome {}

        /// @param detail what went wrong, in words
        record Failed(@Nullable Integer statusCode, String detail) implements Outcome {}
    }
}
