package io.pleura.imaging.codec;

/// Walks through a JPEG 2000 codestream (ITU-T T.800 annex A) and refuses what would send the library round for ever:
/// its packet header reader never leaves two bytes 0xFF in a row, nor the end of packed packet headers.
final class Jpeg2000Codestream {

    private static final int SOC = 0xFF4F;
    private static final int COD = 0xFF52;
    private static final int COC = 0xFF53;
    private static final int PPM = 0xFF60;
    private static final int PPT = 0xFF61;
    private static final int SOT = 0xFF90;
    private static final int SOD = 0xFF93;
    private static final int EOC = 0xFFD9;
    private static final int SOP_CODE = 0x91;
    private static final int EPH_CODE = 0x92;
    private static final int SOP_BYTES = 6;

    private final byte[] bytes;
    private final Jpeg2000Size size;
    private int position;
    private int layers;
    private boolean packetsBeginWithMarkers;
    private int levels = Integer.MAX_VALUE;

    private Jpeg2000Codestream(byte[] bytes, int start, Jpeg2000Size size) {
        this.bytes = bytes;
        this.position = start;
        this.size = size;
    }

    /// Where the codestream starts, with SOC and SIZ; in the field it may be wrapped in a JP2 file.
    static int find(byte[] bytes) {
        for (int at = 0; at + 4 <= bytes.length; at++) {
            if (uint16(bytes, at) == SOC && uint16(bytes, at + 2) == 0xFF51) {
                return at;
            }
        }
        throw new Undecodable("not a JPEG 2000 image");
    }

    /// What is known of a codestream that may be decoded.
    ///
    /// @param end of the last tile-part: the library would read on behind it
    /// @param levels of decomposition, the fewest of a tile: so often the image can be halved
    record Extent(int end, int levels) {}

    /// Throws unless tile-parts follow the main header, none with what the library stumbles over.
    static Extent require(byte[] bytes, int start, Jpeg2000Size size) {
        Jpeg2000Codestream codestream = new Jpeg2000Codestream(bytes, start + 2, size);
        codestream.passHeader(SOT);
        while (codestream.position + 2 <= bytes.length && uint16(bytes, codestream.position) == SOT) {
            codestream.passTilePart();
        }
        int levels = codestream.levels == Integer.MAX_VALUE ? 0 : codestream.levels;
        return new Extent(codestream.position, levels);
    }

    /// Section A.4.2: Psot counts from the SOT marker to the end of the data; 0 means to the end of the codestream.
    private void passTilePart() {
        int start = position;
        if (start + 12 > bytes.length) {
            throw new Undecodable("a JPEG 2000 tile-part is cut off");
        }
        long length = Integer.toUnsignedLong(uint16(bytes, start + 6) << 16 | uint16(bytes, start + 8));
        long end = length == 0 ? bytes.length : Math.min(start + length, bytes.length);
        passHeader(SOD);
        position += 2;
        if (end < position) {
            throw new Undecodable("a JPEG 2000 tile-part shorter than its header");
        }
        requirePackets((int) end, length == 0);
        position = (int) end;
    }

    /// Sections B.10.1 and C.5.3: bit stuffing keeps 0xFF90 to 0xFFFF out of packets, but for the markers SOP and EPH.
    /// Nor does a packet end in 0xFF, behind which a marker would begin with a second one.
    private void requirePackets(int end, boolean toEndOfCodestream) {
        for (int at = position; at + 1 < end; at++) {
            if (bytes[at] != (byte) 0xFF) {
                continue;
            }
            int code = Byte.toUnsignedInt(bytes[at + 1]);
            if (code == SOP_CODE && packetsBeginWithMarkers) {
                at += SOP_BYTES - 1;
            } else if (toEndOfCodestream && uint16(bytes, at) == EOC) {
                return;
            } else if (code >= 0x90 && code != EPH_CODE) {
                throw new Undecodable("a marker within a JPEG 2000 packet");
            }
        }
        if (end > position && bytes[end - 1] == (byte) 0xFF) {
            throw new Undecodable("a JPEG 2000 packet that ends in 0xFF");
        }
    }

    /// Marker segments up to the marker that ends the header, which is left.
    private void passHeader(int last) {
        while (position + 4 <= bytes.length) {
            int marker = uint16(bytes, position);
            if (marker == last) {
                return;
            }
            if (marker < 0xFF00 || marker == PPM || marker == PPT) {
                throw new Undecodable("a JPEG 2000 header with " + Integer.toHexString(marker));
            }
            int end = position + 2 + uint16(bytes, position + 2);
            requireCodingStyle(marker, Math.min(end, bytes.length));
            position = end;
        }
        throw new Undecodable("a JPEG 2000 header breaks off");
    }

    /// After marker and length, COD has Scod, progression order, layers (two bytes) and component transformation; COC
    /// has the component and Scoc.
    private void requireCodingStyle(int marker, int end) {
        int at = position + 4;
        if (marker == COD && at + 5 <= end) {
            layers = uint16(bytes, at + 2);
            packetsBeginWithMarkers = (bytes[at] & 2) != 0;
            requireCoding(at + 5, end, (bytes[at] & 1) == 1);
        } else if (marker == COC && at + 2 <= end) {
            requireCoding(at + 2, end, (bytes[at + 1] & 1) == 1);
        }
    }

    private void requireCoding(int at, int end, boolean precincts) {
        levels = Math.min(levels, Jpeg2000Coding.require(bytes, at, end, precincts, layers, size));
    }

    private static int uint16(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at]) << 8 | Byte.toUnsignedInt(bytes[at + 1]);
    }
}
