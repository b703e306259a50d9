package io.pleura.canary;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

@NullMarked
final class Canary {

    private Canary() {}

    static int length(@Nullable String text) {
        return text.length();
    }

    static void forget() {
        int forgotten = 1;
    }
}
