package io.pleura.ingest.check;

/// Rows and columns of an image, in pixels, both limits included.
record SideRule(int minimum, int maximum) {

    static final String NAME = "image-side";

    boolean includes(int rows, int columns) {
        return Math.min(rows, columns) >= minimum && Math.max(rows, columns) <= maximum;
    }
}
