package io.pleura.alerting.worklist;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// How much of the alerts topic a reader has seen: the next offset of each partition. It means the same to every
/// instance of this service and after every restart, so a browser may resume anywhere.
///
/// As text: base64url of one version byte and the offsets as variable-length integers.
public final class FeedCursor {

    private static final byte FORMAT = 1;
    private static final int MAX_TEXT_LENGTH = 4096;

    private final long[] nextOffsets;

    private FeedCursor(long[] nextOffsets) {
        this.nextOffsets = nextOffsets;
    }

    public static FeedCursor start(int partitions) {
        return new FeedCursor(new long[partitions]);
    }

    /// This cursor after the record at `offset`.
    public FeedCursor after(int partition, long offset) {
        long[] moved = nextOffsets.clone();
        moved[partition] = Math.max(moved[partition], offset + 1);
        return new FeedCursor(moved);
    }

    public boolean hasSeen(int partition, long offset) {
        return offset < nextOffsets[partition];
    }

    /// False when this was made from another topic, or from one that was deleted since.
    public boolean isWithin(FeedCursor newest) {
        if (nextOffsets.length != newest.nextOffsets.length) {
            return false;
        }
        for (int partition = 0; partition < nextOffsets.length; partition++) {
            if (nextOffsets[partition] > newest.nextOffsets[partition]) {
                return false;
            }
        }
        return true;
    }

    public String encode() {
        ByteBuffer bytes = ByteBuffer.allocate(1 + 10 * nextOffsets.length).put(FORMAT);
        for (long offset : nextOffsets) {
            long rest = offset;
            while (rest > 0x7f) {
                bytes.put((byte) (0x80 | (rest & 0x7f)));
                rest >>>= 7;
            }
            bytes.put((byte) rest);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes.array(), bytes.position()));
    }

    /// Empty when the text is no cursor for that many partitions: then the reader starts over.
    public static Optional<FeedCursor> decode(String text, int partitions) {
        if (text.length() > MAX_TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (!bytes.hasRemaining() || bytes.get() != FORMAT) {
                return Optional.empty();
            }
            long[] offsets = new long[partitions];
            for (int partition = 0; partition < partitions; partition++) {
                offsets[partition] = readOffset(bytes);
            }
            return bytes.hasRemaining() ? Optional.empty() : Optional.of(new FeedCursor(offsets));
        } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static long readOffset(ByteBuffer bytes) {
        long offset = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            byte part = bytes.get();
            offset |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return offset;
            }
        }
        throw new IllegalArgumentException("an offset has at most 63 bits");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeedCursor cursor && Arrays.equals(nextOffsets, cursor.nextOffsets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(nextOffsets);
    }

    @Override
    public String toString() {
        return encode();
    }
}
