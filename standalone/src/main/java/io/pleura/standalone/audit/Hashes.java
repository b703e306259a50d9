package io.pleura.standalone.audit;

import io.pleura.schemas.ContentHash;
import java.util.Arrays;

/// A set of content hashes, 32 bytes each and nothing else: 43 to 86 MB a million, because the tables are between three
/// eighths and three quarters full. For one thread.
final class Hashes {

    private static final int SHARDS = 256;
    private static final int FIRST_CAPACITY = 16;
    private static final int WORDS = 4;
    private static final int DIGITS_OF_A_WORD = 16;

    private final Shard[] shards = new Shard[SHARDS];
    private long size;

    Hashes() {
        for (int shard = 0; shard < SHARDS; shard++) {
            shards[shard] = new Shard();
        }
    }

    void add(ContentHash hash) {
        long[] words = words(hash);
        if (shard(words).add(words)) {
            size++;
        }
    }

    boolean contains(ContentHash hash) {
        long[] words = words(hash);
        return shard(words).contains(words);
    }

    long size() {
        return size;
    }

    /// How many of these hashes another set does not have.
    long missingIn(Hashes other) {
        long missing = 0;
        for (Shard shard : shards) {
            for (int slot = 0; slot < shard.words.length; slot += WORDS) {
                long[] words = shard.at(slot);
                if (!isEmpty(words) && !other.shard(words).contains(words)) {
                    missing++;
                }
            }
        }
        return missing;
    }

    private Shard shard(long[] words) {
        return shards[(int) (words[0] >>> (Long.SIZE - Byte.SIZE))];
    }

    private static long[] words(ContentHash hash) {
        long[] words = new long[WORDS];
        for (int word = 0; word < WORDS; word++) {
            int from = word * DIGITS_OF_A_WORD;
            words[word] = Long.parseUnsignedLong(hash.value(), from, from + DIGITS_OF_A_WORD, 16);
        }
        return words;
    }

    /// Nothing that anybody has found has a SHA-256 of nothing but zeros.
    private static boolean isEmpty(long[] words) {
        return (words[0] | words[1] | words[2] | words[3]) == 0;
    }

    /// Open addressing, by the second word; the first one has chosen the shard. Growing one shard at a time keeps what
    /// is needed twice small.
    private static final class Shard {

        private long[] words = new long[FIRST_CAPACITY * WORDS];
        private int count;

        boolean add(long[] hash) {
            int slot = slot(hash);
            if (!isEmpty(at(slot))) {
                return false;
            }
            if (4L * (count + 1) > 3L * (words.length / WORDS)) {
                grow();
                slot = slot(hash);
            }
            System.arraycopy(hash, 0, words, slot, WORDS);
            count++;
            return true;
        }

        boolean contains(long[] hash) {
            return !isEmpty(at(slot(hash)));
        }

        long[] at(int slot) {
            return new long[] {words[slot], words[slot + 1], words[slot + 2], words[slot + 3]};
        }

        /// Where the hash is, or would be.
        private int slot(long[] hash) {
            int mask = words.length / WORDS - 1;
            int index = (int) hash[1] & mask;
            while (true) {
                int slot = index * WORDS;
                long[] there = at(slot);
                if (isEmpty(there) || Arrays.equals(there, hash)) {
                    return slot;
                }
                index = (index + 1) & mask;
            }
        }

        private void grow() {
            long[] old = words;
            words = new long[old.length * 2];
            for (int from = 0; from < old.length; from += WORDS) {
                long[] hash = {old[from], old[from + 1], old[from + 2], old[from + 3]};
                if (!isEmpty(hash)) {
                    System.arraycopy(hash, 0, words, slot(hash), WORDS);
                }
            }
        }
    }
}
