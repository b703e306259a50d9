package io.pleura.imaging.dicom;

import java.util.HashSet;
import java.util.Set;

/// Which elements of an object a reader keeps. All others are held to the same structure and limits, and read past.
///
/// A data set that was read so refuses questions about what was not kept: any answer would be made up.
public sealed interface Selection {

    /// What an element, item or fragment that is kept takes of the heap beside its value, at most.
    int OVERHEAD_BYTES = 256;

    boolean keeps(Tag tag);

    /// How much of the heap may be taken by what is kept of a data set; more is refused with `LIMIT_EXCEEDED`.
    long maxBytes();

    /// Nothing is read past; the limits of the object itself bound what is kept.
    record Everything() implements Selection {

        static final Everything INSTANCE = new Everything();

        @Override
        public boolean keeps(Tag tag) {
            return true;
        }

        @Override
        public long maxBytes() {
            return Long.MAX_VALUE;
        }
    }

    /// These elements alone, in every item too; and what a reader itself asks for: Transfer Syntax UID and Specific
    /// Character Set.
    record Only(Set<Tag> tags) implements Selection {

        /// Many times what a radiograph has of the elements that anybody selects.
        public static final int MAX_BYTES = 256 << 10;

        public Only {
            Set<Tag> all = new HashSet<>(tags);
            all.add(Tags.TRANSFER_SYNTAX_UID);
            all.add(Tags.SPECIFIC_CHARACTER_SET);
            tags = Set.copyOf(all);
        }

        @Override
        public boolean keeps(Tag tag) {
            return tags.contains(tag);
        }

        @Override
        public long maxBytes() {
            return MAX_BYTES;
        }
    }
}
