package io.pleura.imaging.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Walks through a JPEG 2000 codestream (ITU-T T.800 annex A) and refuses what would send the library round for ever:
/// its packet header reader never leaves two bytes 0xFF in a row, nor the end of packed packet headers.
///
/// Gives the library every tile in one part. Of a tile in several it would read the first alone where their number is
/// not stated there, and it loses its way among them in progressions by position.
final class Jpeg2000Codestream {

    private static final int SOC = 0xFF4F;
    private static final int COD = 0xFF52;
    private static final int COC = 0xFF53;
    private static final int TLM = 0xFF55;
    private static final int PLM = 0xFF57;
    private static final int PLT = 0xFF58;
    private static final int PPM = 0xFF60;
    private static final int PPT = 0xFF61;
    private static final int COM = 0xFF64;
    private static final int SOT = 0xFF90;
    private static final int SOD = 0xFF93;
    private static final int EOC = 0xFFD9;
    private static final int SOP_CODE = 0x91;
    private static final int EPH_CODE = 0x92;
    private static final int SOP_BYTES = 6;

    /// SOT with its segment, section A.4.2.
    private static final int SOT_BYTES = 12;

    private final byte[] bytes;
    private final Jpeg2000Size size;
    private int position;
    private int layers;
    private boolean packetsBeginWithMarkers;
    private int levels = Integer.MAX_VALUE;

    /// Whether the last tile-part had the marker EOC.
    private boolean ended;

    /// Whether only EOC can tell that the last tile-part is whole.
    private boolean cut;

    /// The main header without lengths of tile-parts and packets, which joining changes.
    private final ByteArrayOutputStream mainHeader = new ByteArrayOutputStream();

    private final Map<Integer, Tile> tiles = new LinkedHashMap<>();

    private Jpeg2000Codestream(byte[] bytes, int start, Jpeg2000Size size) {
        this.bytes = bytes;
        this.position = start;
        this.size = size;
    }

    /// Where the codestream starts, with SOC and SIZ; in the field it may be wrapped in a JP2 file.
    static int find(byte[] bytes) {
        int end = Math.min(bytes.length, PixelDataExtent.START_BYTES);
        for (int at = 0; at + 4 <= end; at++) {
            if (uint16(bytes, at) == SOC && uint16(bytes, at + 2) == 0xFF51) {
                return at;
            }
        }
        String what = "not a JPEG 2000 image";
        throw bytes.length < PixelDataExtent.START_BYTES ? Undecodable.cutOff(what) : new Undecodable(what);
    }

    /// A codestream that may be decoded.
    ///
    /// @param bytes with one tile-part a tile, and nothing behind the marker EOC
    /// @param levels of decomposition, the fewest of a tile: so often the image can be halved
    record Joined(byte[] bytes, int levels) {}

    /// The marker segments of a tile's first part, and the packets of all.
    private record Tile(ByteArrayOutputStream header, List<Packets> packets) {

        /// As stated: packets that a cut-off file lacks are missed, not taken for none.
        long statedBytes() {
            return headerBytes()
                    + packets.stream().mapToLong(Packets::statedLength).sum();
        }

        int bytes() {
            return headerBytes() + packets.stream().mapToInt(Packets::bytes).sum();
        }

        private int headerBytes() {
            return SOT_BYTES + header.size() + 2;
        }
    }

    /// @param statedLength is more than there is where the file is cut off
    private record Packets(int from, int to, long statedLength) {

        int bytes() {
            return to - from;
        }
    }

    /// Throws unless tile-parts of all tiles follow the main header, none with what the library stumbles over.
    static Joined join(byte[] bytes, int start, Jpeg2000Size size) {
        Jpeg2000Codestream codestream = requireMainHeader(bytes, start, size);
        while (codestream.position + 2 <= bytes.length && uint16(bytes, codestream.position) == SOT) {
            codestream.passTilePart();
        }
        if (codestream.tiles.size() < size.tiles()) { // the library would leave the others as they are
            throw new Undecodable(codestream.tiles.size() + " of " + size.tiles() + " JPEG 2000 tiles");
        }
        codestream.requireEnd();
        int levels = codestream.levels == Integer.MAX_VALUE ? 0 : codestream.levels;
        return new Joined(codestream.joined(), levels);
    }

    /// @return the codestream with its tile-parts before it
    static Jpeg2000Codestream requireMainHeader(byte[] bytes, int start, Jpeg2000Size size) {
        Jpeg2000Codestream codestream = new Jpeg2000Codestream(bytes, start + 2, size);
        codestream.passHeader(SOT, codestream.mainHeader, true);
        return codestream;
    }

    /// The marker EOC, within the last tile-part or behind it. Some writers leave it out; then the packets must be
    /// there as stated, and not run into zeros, with which a codestream is filled whose rest was never written.
    private void requireEnd() {
        boolean follows = position + 1 < bytes.length && uint16(bytes, position) == EOC;
        if (!ended && !follows && (cut || bytes[position - 1] == 0)) {
            throw new Undecodable("the JPEG 2000 codestream has no end");
        }
    }

    private byte[] joined() {
        int tileBytes = tiles.values().stream().mapToInt(Tile::bytes).sum();
        ByteBuffer joined = ByteBuffer.allocate(2 + mainHeader.size() + tileBytes + 2);
        joined.putShort((short) SOC).put(mainHeader.toByteArray());
        tiles.forEach((index, tile) -> {
            joined.putShort((short) SOT).putShort((short) (SOT_BYTES - 2)).putShort((short) (int) index);
            joined.putInt((int) Math.min(tile.statedBytes(), Integer.MAX_VALUE));
            joined.put((byte) 0).put((byte) 1); // the first part, of one
            joined.put(tile.header.toByteArray()).putShort((short) SOD);
            tile.packets.forEach(packets -> joined.put(bytes, packets.from, packets.bytes()));
        });
        return joined.putShort((short) EOC).array();
    }

    /// Section A.4.2: Psot counts from the SOT marker to the end of the data; 0 means to the end of the codestream.
    private void passTilePart() {
        int start = position;
        if (start + SOT_BYTES > bytes.length) {
            throw new Undecodable("a JPEG 2000 tile-part is cut off");
        }
        long length = Integer.toUnsignedLong(uint16(bytes, start + 6) << 16 | uint16(bytes, start + 8));
        int end = (int) (length == 0 ? bytes.length : Math.min(start + length, bytes.length));
        int index = uint16(bytes, start + 4);
        if (index >= size.tiles()) {
            throw new Undecodable("a JPEG 2000 tile-part of tile " + index + " of " + size.tiles());
        }
        boolean first = !tiles.containsKey(index);
        Tile tile = tiles.computeIfAbsent(index, same -> new Tile(new ByteArrayOutputStream(), new ArrayList<>()));
        position = start + SOT_BYTES;
        passHeader(SOD, tile.header, first);
        position += 2;
        if (end < position) {
            throw new Undecodable("a JPEG 2000 tile-part shorter than its header");
        }
        int packetsEnd = requirePackets(end, length == 0);
        ended = packetsEnd < end;
        cut = length == 0 || start + length > bytes.length;
        boolean endsThere = length == 0 || ended;
        tile.packets.add(
                new Packets(position, packetsEnd, endsThere ? packetsEnd - position : length - (position - start)));
        position = end;
    }

    /// Sections B.10.1 and C.5.3: bit stuffing keeps 0xFF90 to 0xFFFF out of packets, but for the markers SOP and EPH.
    /// Nor does a packet end in 0xFF, behind which a marker would begin with a second one.
    ///
    /// @return where they end
    private int requirePackets(int end, boolean toEndOfCodestream) {
        for (int at = position; at + 1 < end; at++) {
            if (bytes[at] != (byte) 0xFF) {
                continue;
            }
            int code = Byte.toUnsignedInt(bytes[at + 1]);
            if (code == SOP_CODE && packetsBeginWithMarkers) {
                at += SOP_BYTES - 1;
            } else if (uint16(bytes, at) == EOC && (toEndOfCodestream || at + 2 == end)) { // some count it in Psot
                return at;
            } else if (code >= 0x90 && code != EPH_CODE) {
                throw new Undecodable("a marker within a JPEG 2000 packet");
            }
        }
        if (end > position && bytes[end - 1] == (byte) 0xFF) {
            throw new Undecodable("a JPEG 2000 packet that ends in 0xFF");
        }
        return end;
    }

    /// Marker segments up to the marker that ends the header, which is left.
    ///
    /// @param kept gets those that say how to decode
    /// @param first whether such may stand here: section A.3 has them in the main header and a tile's first part
    private void passHeader(int last, ByteArrayOutputStream kept, boolean first) {
        List<Coding> codings = new ArrayList<>();
        while (position + 4 <= bytes.length) {
            int marker = uint16(bytes, position);
            if (marker == last) {
                codings.forEach(this::require);
                return;
            }
            boolean passed = marker == COM || marker == TLM || marker == PLM || marker == PLT;
            if (marker < 0xFF00 || marker == PPM || marker == PPT || !passed && !first) {
                throw new Undecodable("a JPEG 2000 header with " + Integer.toHexString(marker));
            }
            int end = Math.min(position + 2 + uint16(bytes, position + 2), bytes.length);
            codingStyle(marker, end).ifPresent(codings::add);
            if (!passed) {
                kept.write(bytes, position, end - position);
            }
            position = end;
        }
        throw Undecodable.cutOff("a JPEG 2000 header breaks off");
    }

    /// What stands behind Scod in COD, and in COC, which may stand before COD and is of as many layers.
    private record Coding(int at, int end, boolean precincts) {}

    /// After marker and length, COD has Scod, progression order, layers (two bytes) and component transformation; COC
    /// has the component and Scoc.
    private Optional<Coding> codingStyle(int marker, int end) {
        int at = position + 4;
        if (marker == COD && at + 5 <= end) {
            layers = Math.max(layers, uint16(bytes, at + 2)); // a tile may have its own number
            packetsBeginWithMarkers = (bytes[at] & 2) != 0;
            return Optional.of(new Coding(at + 5, end, (bytes[at] & 1) == 1));
        }
        return marker == COC && at + 2 <= end
                ? Optional.of(new Coding(at + 2, end, (bytes[at + 1] & 1) == 1))
                : Optional.empty();
    }

    private void require(Coding coding) {
        levels = Math.min(levels, Jpeg2000Coding.require(bytes, coding.at, coding.end, coding.precincts, layers, size));
    }

    private static int uint16(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at]) << 8 | Byte.toUnsignedInt(bytes[at + 1]);
    }
}
