package io.pleura.alerting.web;

/// The log did not confirm a write in time.
public final class LogUnavailableException extends Exception {

    LogUnavailableException(Throwable cause) {
        super("the log did not confirm the write", cause);
    }
}
