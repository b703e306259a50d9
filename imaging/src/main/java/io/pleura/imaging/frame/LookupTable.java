package io.pleura.imaging.frame;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.Tags;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A LUT item (PS3.3 sections C.11.1.1 and C.11.2.1.1): descriptor (entries, first value mapped, bits) and data.
///
/// @param first the input that the first entry belongs to; inputs below get the first entry, those beyond the last
/// @param maximum the entry that is white
record LookupTable(int first, int[] entries, int maximum) {

    private static final int INPUTS = 65_536;

    /// Nothing where it is no table, or one whose entries are all the same, which would leave nothing to be seen.
    static Optional<LookupTable> of(DataSet item, InputRange input) {
        List<Double> descriptor = item.decimals(Tags.LUT_DESCRIPTOR);
        Optional<ByteBuffer> data = item.bytes(Tags.LUT_DATA);
        if (descriptor.size() < 3 || data.isEmpty()) {
            return Optional.empty();
        }
        int stated =
                descriptor.get(0).intValue() == 0 ? INPUTS : descriptor.get(0).intValue() & 0xFFFF;
        ByteBuffer bytes = data.get();
        if (bytes.remaining() < stated) {
            return Optional.empty();
        }
        // Two entries to a word, or a word each, of which the last may be missing.
        boolean packed = stated > 1 && bytes.remaining() <= stated + 1;
        int[] entries = packed ? octets(bytes, stated) : words(bytes, Math.min(stated, bytes.remaining() / 2));
        if (Arrays.stream(entries).allMatch(entry -> entry == entries[0])) {
            return Optional.empty();
        }
        return Optional.of(new LookupTable(
                first(descriptor.get(1).intValue(), input),
                entries,
                maximum(entries, descriptor.get(2).intValue())));
    }

    /// The first of a word in its lower half.
    private static int[] octets(ByteBuffer bytes, int count) {
        boolean bigEndianWords = bytes.order() == ByteOrder.BIG_ENDIAN && bytes.remaining() % 2 == 0;
        int[] entries = new int[count];
        for (int i = 0; i < count; i++) {
            entries[i] = Byte.toUnsignedInt(bytes.get(bigEndianWords ? i ^ 1 : i));
        }
        return entries;
    }

    private static int[] words(ByteBuffer bytes, int count) {
        int[] entries = new int[count];
        for (int i = 0; i < count; i++) {
            entries[i] = Short.toUnsignedInt(bytes.getShort(2 * i));
        }
        return entries;
    }

    /// US or SS by what is mapped; files state either for both. A table that begins where no input is begins below 0.
    private static int first(int stated, InputRange input) {
        int unsigned = stated & 0xFFFF;
        return input.lowest() < 0 || unsigned > input.highest() ? (short) stated : unsigned;
    }

    /// What as many bits hold as the descriptor states. Some state those of a word, or others than the entries have:
    /// where no entry is brighter than half of it, or one brighter than all of it, the brightest is white.
    private static int maximum(int[] entries, int bits) {
        int stated = bits >= 1 && bits <= 16 ? (1 << bits) - 1 : 0;
        int brightest = Arrays.stream(entries).max().orElse(0);
        return brightest > stated || 2 * brightest <= stated ? Math.max(1, brightest) : stated;
    }

    double entry(double value) {
        long index = Math.round(value) - first;
        return entries[(int) Math.clamp(index, 0, entries.length - 1)];
    }

    /// The entry as a fraction of what it can hold.
    double fraction(double value) {
        return entry(value) / maximum;
    }
}
