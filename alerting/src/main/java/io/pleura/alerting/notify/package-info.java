/// Tells the world outside of alerts that need somebody: channels, retries, and the log of every attempt.
@NullMarked
package io.pleura.alerting.notify;

import org.jspecify.annotations.NullMarked;
