package io.pleura.training.data;

import java.io.IOException;
import java.nio.file.Path;

/// A row of a data set's table that cannot be learned from, or an image that a row names.
///
/// @param line of the file, from 1
public record BadRow(Path file, int line, Reason reason, String detail) {

    private static final int LONGEST_DETAIL = 300;

    /// Why it is left out.
    public enum Reason {
        COLUMNS("wrong number of columns"),
        NOT_STATED("label not stated"),
        BAD_VALUE("value not understood"),
        BAD_MASK("mask unusable"),
        CONTRADICTION("label and mask contradict each other"),
        DUPLICATE("image named twice"),
        NO_IMAGE("image file missing"),
        UNREADABLE("image unreadable");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    public BadRow {
        detail = detail.substring(0, Math.min(detail.length(), LONGEST_DETAIL));
    }

    /// For a data set that is to be whole.
    public IOException refusal() {
        return new IOException(this.toString());
    }

    @Override
    public String toString() {
        return "%s line %d: %s: %s".formatted(file, line, reason.text, detail);
    }
}
