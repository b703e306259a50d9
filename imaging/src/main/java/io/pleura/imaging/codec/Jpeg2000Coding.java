package io.pleura.imaging.codec;

/// Bounds what a coding style segment (COD or COC, ITU-T T.800 sections A.6.1 and A.6.2) asks of a decoder: the library
/// makes an object for each precinct and code-block that the header claims, before any data are read.
final class Jpeg2000Coding {

    /// A large radiograph in usual code-blocks of 64 x 64 has some thousands of either.
    private static final long MAX_PACKETS = 1 << 20;

    private static final long MAX_CODE_BLOCKS = 1 << 20;

    /// Of each code-block the library notes some 24 bytes a layer. A radiograph in twenty layers needs a note for every
    /// hundred pixels or more; these are one for sixteen, and what a small image may have.
    private static final long SMALL_IMAGE_NOTES = 1 << 16;

    private static final int PIXELS_PER_NOTE = 16;

    /// Selective arithmetic coding bypass and termination on each coding pass, together (table A.19). The library loses
    /// its way in some of such code-blocks and says nothing; of one alone it does not.
    private static final int BYPASS_AND_TERMINATION = 5;

    private static final int MAX_LEVELS = 32;
    private static final int MAX_EXPONENT = 15;

    private Jpeg2000Coding() {}

    /// @param at where decomposition levels, code-block size, style, transformation and precinct sizes start
    /// @param end of the segment
    /// @param precincts whether precinct sizes are given (bit 0 of Scod)
    /// @return the decomposition levels: how many times the image can be halved
    static int require(byte[] bytes, int at, int end, boolean precincts, int layers, Jpeg2000Size size) {
        if (at + 5 > end) {
            throw new Undecodable("a JPEG 2000 coding style is cut off");
        }
        int levels = Byte.toUnsignedInt(bytes[at]);
        if (levels > MAX_LEVELS || (precincts && at + 5 + levels + 1 > end)) {
            throw new Undecodable("an impossible JPEG 2000 coding style");
        }
        if ((bytes[at + 3] & BYPASS_AND_TERMINATION) == BYPASS_AND_TERMINATION) {
            throw new Undecodable("JPEG 2000 code-blocks with bypass and termination on each coding pass");
        }
        int codeBlockExponent = (bytes[at + 1] & 0x0F) + 2 + (bytes[at + 2] & 0x0F) + 2;
        long pixels = size.columns() * size.rows();
        long codeBlocks = pixels >> codeBlockExponent;
        if (codeBlocks > MAX_CODE_BLOCKS) {
            throw new Undecodable("more than " + MAX_CODE_BLOCKS + " JPEG 2000 code-blocks");
        }
        long packets = 0;
        for (int resolution = 0; resolution <= levels; resolution++) {
            int sizes = precincts ? bytes[at + 5 + resolution] : MAX_EXPONENT << 4 | MAX_EXPONENT;
            int reduction = levels - resolution;
            packets += size.tiles()
                    + ((size.columns() >> reduction + (sizes & 0x0F)) + 1)
                            * ((size.rows() >> reduction + (sizes >> 4 & 0x0F)) + 1);
        }
        if (packets * Math.max(1, layers) > MAX_PACKETS) {
            throw new Undecodable("more than " + MAX_PACKETS + " JPEG 2000 packets");
        }
        // Every precinct has three subbands, with a code-block at least; all levels have a third more than the image.
        if ((codeBlocks * 4 / 3 + packets * 3) * layers > SMALL_IMAGE_NOTES + pixels / PIXELS_PER_NOTE) {
            throw new Undecodable("too many layers for the number of JPEG 2000 code-blocks: " + layers);
        }
        return levels;
    }
}
