package io.pleura.standalone.bench;

import java.util.Locale;

/// One measured figure beside its yardstick and its goal.
///
/// @param yardstick the same quantity without Pleura around it, in the same unit
/// @param goal what `ours` must reach, in the same unit
record Figure(String name, double ours, String unit, double yardstick, double goal, Better better) {

    /// Which way is good.
    enum Better {
        HIGHER,
        LOWER
    }

    boolean met() {
        return switch (better) {
            case HIGHER -> ours >= goal;
            case LOWER -> ours <= goal;
        };
    }

    /// `BENCH <name> <ours> <unit> yardstick=<theirs> ratio=<r> goal=<goal> <met|short>`
    String line() {
        return String.format(
                Locale.ROOT,
                "BENCH %s %.1f %s yardstick=%.1f ratio=%.2f goal=%.1f %s",
                name,
                ours,
                unit,
                yardstick,
                ours / yardstick,
                goal,
                met() ? "met" : "short");
    }
}
