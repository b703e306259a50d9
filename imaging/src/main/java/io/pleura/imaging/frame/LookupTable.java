package io.pleura.imaging.frame;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.Tags;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/// A LUT item (PS3.3 sections C.11.1.1 and C.11.2.1.1): descriptor (entries, first value mapped, bits) and data.
///
/// @param first the input that the first entry belongs to; inputs below get the first entry, those beyond the last
/// @param maximum of what an entry can hold
record LookupTable(int first, int[] entries, int maximum) {

    static Optional<LookupTable> of(DataSet item, boolean signedInput) {
        List<Double> descriptor = item.decimals(Tags.LUT_DESCRIPTOR);
        Optional<ByteBuffer> data = item.bytes(Tags.LUT_DATA);
        if (descriptor.size() < 3 || data.isEmpty()) {
            return Optional.empty();
        }
        int count =
                descriptor.get(0).intValue() == 0 ? 65536 : descriptor.get(0).intValue() & 0xFFFF;
        int first = first(descriptor.get(1).intValue(), signedInput);
        int bits = descriptor.get(2).intValue();
        ByteBuffer bytes = data.get();
        boolean bytesPacked = bytes.remaining() < 2 * count;
        if (bits < 1 || bits > 16 || bytes.remaining() < (bytesPacked ? count : 2 * count)) {
            return Optional.empty();
        }
        // Two entries to a word, the first in its lower half.
        boolean bigEndianWords = bytes.order() == ByteOrder.BIG_ENDIAN && bytes.remaining() % 2 == 0;
        int[] entries = new int[count];
        int maximum = (1 << bits) - 1;
        for (int i = 0; i < count; i++) {
            int entry = bytesPacked
                    ? Byte.toUnsignedInt(bytes.get(bigEndianWords ? i ^ 1 : i))
                    : Short.toUnsignedInt(bytes.getShort(2 * i));
            entries[i] = Math.min(entry, maximum);
        }
        return Optional.of(new LookupTable(first, entries, maximum));
    }

    /// US or SS by what is mapped; files state either for both.
    private static int first(int stated, boolean signedInput) {
        return signedInput || stated < 0 ? (short) stated : stated;
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
