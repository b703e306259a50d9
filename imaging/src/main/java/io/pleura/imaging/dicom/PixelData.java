package io.pleura.imaging.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The value of Pixel Data (7FE0,0010), as stored (PS3.5 section 8.2).
public sealed interface PixelData {

    /// Uncompressed cells; the buffer's byte order is that of the transfer syntax.
    record Native(Vr vr, ByteBuffer bytes) implements PixelData {

        private static final int ITEM_HEADER_BYTES = 8;

        /// What it is if its transfer syntax has fragments: some writers give them a length together, where PS3.5
        /// section A.4 wants an undefined one. Nothing where it does not begin with a Basic Offset Table.
        public Optional<Encapsulated> inFragments() {
            ByteBuffer rest = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
            List<ByteBuffer> items = new ArrayList<>();
            while (rest.remaining() >= ITEM_HEADER_BYTES
                    && Short.toUnsignedInt(rest.getShort()) == Tags.ITEM.group()
                    && Short.toUnsignedInt(rest.getShort()) == Tags.ITEM.element()) {
                long length = Integer.toUnsignedLong(rest.getInt());
                if (length > rest.remaining()) {
                    return Optional.empty();
                }
                items.add(rest.slice(rest.position(), (int) length));
                rest.position(rest.position() + (int) length);
            }
            return items.isEmpty() ? Optional.empty() : Optional.of(Encapsulated.of(items));
        }
    }

    /// Compressed frames in fragments (PS3.5 section A.4). The offset table may be empty.
    record Encapsulated(ByteBuffer basicOffsetTable, List<ByteBuffer> fragments) implements PixelData {

        /// @param items at least one
        static Encapsulated of(List<ByteBuffer> items) {
            ByteBuffer first = items.getFirst();
            boolean table = first.remaining() < Integer.BYTES || isOffsetTable(first.remaining(), first.getInt(0));
            return table
                    ? new Encapsulated(first, items.subList(1, items.size()))
                    : new Encapsulated(ByteBuffer.allocate(0), items);
        }

        /// Whether the first item is the table, which some writers leave out. The first frame's offset is 0,
        /// and of a single frame it is the only one. No frame begins so: not an image of a JPEG standard, nor
        /// one in RLE, with the number of its segments.
        ///
        /// @param start the item's first four bytes
        public static boolean isOffsetTable(long length, int start) {
            return length <= Integer.BYTES || start == 0;
        }
    }
}
