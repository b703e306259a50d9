package io.pleura.standalone.soak;

/// What a service held early in a soak, and what late in it.
///
/// @param early after a fifth of the time: what is loaded once is loaded by then
/// @param late before the last fifth
record Growth(Vitals early, Vitals late) {

    /// Caches fill, and pools grow to what is needed at once.
    private static final double LEEWAY = 1.1;

    private static final double LEEWAY_BYTES = 16 << 20;
    private static final double LEEWAY_COUNT = 20;

    boolean flat() {
        return memory(late) <= LEEWAY * memory(early) + LEEWAY_BYTES
                && late.threads() <= LEEWAY * early.threads() + LEEWAY_COUNT
                && late.files() <= LEEWAY * early.files() + LEEWAY_COUNT;
    }

    private static double memory(Vitals vitals) {
        return vitals.heapBytes() + vitals.offHeapBytes();
    }
}
