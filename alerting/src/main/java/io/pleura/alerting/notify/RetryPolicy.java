package io.pleura.alerting.notify;

import java.time.Duration;

/// How often, and how long apart. Waits double from the first to the longest; each is shortened at random by up to
/// half, so that what failed together does not come again together.
///
/// @param maxAttempts the last failure after these is final
/// @param maxAge a change older than this is not worth telling any more
public record RetryPolicy(int maxAttempts, Duration firstBackoff, Duration maxBackoff, Duration maxAge) {

    public RetryPolicy {
        if (maxAttempts < 1 || firstBackoff.isNegative() || maxBackoff.compareTo(firstBackoff) < 0) {
            throw new IllegalArgumentException("at least one attempt, and waits that do not shrink");
        }
    }

    /// The wait after the attempt of that number (1 for the first).
    ///
    /// @param random 0 to 1
    Duration backoffAfter(int attempt, double random) {
        double doubled = firstBackoff.toMillis() * Math.pow(2, Math.min(attempt - 1, 40));
        double longest = Math.min(doubled, maxBackoff.toMillis());
        return Duration.ofMillis(Math.round(longest * (1 - random / 2)));
    }
}
