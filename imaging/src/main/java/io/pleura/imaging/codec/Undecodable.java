package io.pleura.imaging.codec;

/// What a decoder throws for damaged bytes; [PixelDecoder] turns it into `UNDECODABLE_PIXELS`. Unchecked, because bit
/// readers throw it from their innermost loops.
final class Undecodable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final boolean cutOff;

    Undecodable(String what) {
        this(what, false);
    }

    private Undecodable(String what, boolean cutOff) {
        super(what, null, false, false);
        this.what = what;
        this.cutOff = cutOff;
    }

    /// For bytes that end where more must be.
    static Undecodable cutOff(String what) {
        return new Undecodable(what, true);
    }

    /// Whether more bytes could make an image of them.
    boolean isCutOff() {
        return cutOff;
    }

    String what() {
        return what;
    }
}
