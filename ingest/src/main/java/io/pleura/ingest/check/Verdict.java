package io.pleura.ingest.check;

import java.util.Locale;

/// What a rule says about a value.
enum Verdict {
    ACCEPT,
    REFUSE;

    /// As it is written in a rules file.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
