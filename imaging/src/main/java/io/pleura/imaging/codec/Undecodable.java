package io.pleura.imaging.codec;

/// What a decoder throws for damaged bytes; [PixelDecoder] turns it into `UNDECODABLE_PIXELS`. Unchecked, because bit
/// readers throw it from their innermost loops.
final class Undecodable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;

    Undecodable(String what) {
        super(what, null, false, false);
        this.what = what;
    }

    String what() {
        return what;
    }
}
