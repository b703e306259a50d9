package io.pleura.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What is wrong with a service's settings, so that a start can say all of it at once. One thread.
public final class SettingProblems {

    private final String prefix;
    private final List<String> rules = new ArrayList<>();

    /// @param prefix of the settings' names, such as `pleura.ingest`
    public SettingProblems(String prefix) {
        this.prefix = prefix;
    }

    public void positive(String name, Duration value) {
        require(value.isPositive(), name + " is positive");
    }

    public void positive(String name, long value) {
        require(value > 0, name + " is positive");
    }

    public void notNegative(String name, Duration value) {
        require(!value.isNegative(), name + " is not negative");
    }

    public void notNegative(String name, long value) {
        require(value >= 0, name + " is not negative");
    }

    /// What becomes a part of names, of Kafka's clients and of files.
    public void identifier(String name, String value) {
        require(value.matches("[A-Za-z0-9._-]{1,64}"), name + " is letters, digits, . _ -");
    }

    /// @param rule names the setting and says what to write
    public void require(boolean condition, String rule) {
        if (!condition) {
            rules.add(rule);
        }
    }

    /// @throws IllegalArgumentException that names every rule which a setting breaks
    public void throwIfAny() {
        if (!rules.isEmpty()) {
            throw new IllegalArgumentException(prefix + ": " + String.join("; ", rules));
        }
    }
}
