package io.pleura.alerting.route;

import io.pleura.schemas.AlertId;
import java.time.Instant;

/// A due time and its alert as a store key that sorts by time: 19 digits of milliseconds, a slash, the alert id.
record DueKey(Instant due, AlertId alert) {

    private static final int DIGITS = 19;

    static DueKey parse(String text) {
        return new DueKey(
                Instant.ofEpochMilli(Long.parseLong(text.substring(0, DIGITS))),
                new AlertId(text.substring(DIGITS + 1)));
    }

    /// Before every key, at any time.
    static String first() {
        return "0";
    }

    /// After every key that is due at or before `now`, and before every later one: a slash sorts just below a zero.
    static String lastAt(Instant now) {
        return digits(now) + "0";
    }

    /// After every key, at any time.
    static String last() {
        return "9".repeat(DIGITS) + "0";
    }

    String text() {
        return digits(due) + "/" + alert.value();
    }

    private static String digits(Instant time) {
        return String.format("%0" + DIGITS + "d", time.toEpochMilli());
    }
}
