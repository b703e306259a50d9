package io.pleura.imaging.dicom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// What precedes a value (PS3.5 section 7.1): value representation and length, and how the value is encoded.
///
/// Nothing is looked up ahead: what follows may be the value of Pixel Data, which is not read with the header.
record ElementHeader(Tag tag, Vr vr, long length, Encoding encoding) {

    static final long UNDEFINED_LENGTH = 0xFFFF_FFFFL;

    /// GE's old workstations wrote it before ten bytes; of others, though odd, it may be true.
    static final int FALSE_LENGTH = 13;

    static final int TRUE_LENGTH = 10;

    /// To the end of a tag that begins at the false length.
    static final int BYTES_BEHIND_TRUE_LENGTH = FALSE_LENGTH - TRUE_LENGTH + 4;

    private static final int FIRST_GROUP_OF_BULK_DATA = 0x5000;

    boolean isOfUndefinedLength() {
        return length == UNDEFINED_LENGTH;
    }

    /// Whether a value of [#FALSE_LENGTH] ends at its true one: an item ends there, or the next tag begins there rather
    /// than three bytes further on. Where both could be tags, it is the lower one.
    ///
    /// @param next the bytes behind the true length, fewer at the end of all
    boolean endsBefore(byte[] next) {
        if (next.length < BYTES_BEHIND_TRUE_LENGTH) {
            return next.length == 0;
        }
        ByteBuffer bytes = ByteBuffer.wrap(next).order(encoding.order());
        Tag here = tagAt(bytes, 0);
        Tag further = tagAt(bytes, FALSE_LENGTH - TRUE_LENGTH);
        return here.equals(Tags.ITEM_DELIMITATION_ITEM)
                || here.compareTo(tag) > 0 && (here.compareTo(further) < 0 || further.compareTo(tag) <= 0);
    }

    private static Tag tagAt(ByteBuffer bytes, int index) {
        return new Tag(Short.toUnsignedInt(bytes.getShort(index)), Short.toUnsignedInt(bytes.getShort(index + 2)));
    }

    /// @param source stands behind the tag
    static ElementHeader read(ByteSource source, Tag tag, Encoding encoding) throws IOException, DicomException {
        ByteBuffer bytes = source.take(4);
        return encoding.explicitVr() || isPixelDataWithVr(tag, bytes)
                ? explicit(source, tag, bytes.order(encoding.order()), encoding)
                : implicit(tag, bytes, encoding);
    }

    /// Seen in the field: a data set that says Implicit VR and is not. As a length these letters are odd, which
    /// none is.
    private static boolean isPixelDataWithVr(Tag tag, ByteBuffer bytes) {
        return tag.equals(Tags.PIXEL_DATA)
                && bytes.getShort(2) == 0
                && Vr.of(bytes.get(0), bytes.get(1))
                        .filter(vr -> vr == Vr.OB || vr == Vr.OW || vr == Vr.UN)
                        .isPresent();
    }

    private static ElementHeader explicit(ByteSource source, Tag tag, ByteBuffer bytes, Encoding encoding)
            throws IOException, DicomException {
        int first = Byte.toUnsignedInt(bytes.get(0));
        int second = Byte.toUnsignedInt(bytes.get(1));
        int shortLength = Short.toUnsignedInt(bytes.getShort(2));
        if (tag.equals(Tags.PIXEL_DATA) && bytes.getInt(0) == 0 && !source.atEnd()) { // a VR of NULs, or it is empty
            return of(tag, Vr.OW, longLength(source, encoding), encoding);
        }
        Optional<Vr> known = Vr.of(Character.toUpperCase(first), Character.toUpperCase(second));
        if (known.isPresent()) {
            // The reserved bytes of UN were its length for GDCM 1.
            boolean longForm = known.get().hasLongHeader() && !(known.get() == Vr.UN && shortLength != 0);
            return of(tag, known.get(), longForm ? longLength(source, encoding) : shortLength, encoding);
        }
        if (isUpperCase(first) && isUpperCase(second)) {
            // Future VRs have the long form (PS3.5 section 6.2, last paragraph); what fills the reserved bytes is the
            // length of a short one. "OX" and the like begin as the names of binary data do.
            long length = shortLength == 0 ? longLength(source, encoding) : shortLength;
            return of(tag, first == 'O' ? Vr.OB : Vr.UN, length, encoding);
        }
        Optional<Vr> dictionary = Tags.vr(tag);
        if (isPlaceholder(first, second, shortLength, tag)) {
            boolean longForm =
                    shortLength == 0 && dictionary.map(Vr::hasLongHeader).orElse(false);
            return of(tag, dictionary.orElse(Vr.UN), longForm ? longLength(source, encoding) : shortLength, encoding);
        }
        // Seen in the field: single elements without VR in an Explicit VR data set.
        return implicit(tag, bytes, encoding);
    }

    private static ElementHeader implicit(Tag tag, ByteBuffer bytes, Encoding encoding) {
        return new ElementHeader(tag, Tags.vr(tag).orElse(Vr.UN), unsignedInt(bytes, encoding.order()), encoding);
    }

    private static ElementHeader of(Tag tag, Vr vr, long length, Encoding encoding) {
        if (vr == Vr.UN) {
            return unknown(tag, length, encoding);
        }
        // Siemens' MR scanners claim six bytes for a UL of four.
        return new ElementHeader(tag, vr, vr == Vr.UL && length == 6 ? 4 : length, encoding);
    }

    /// What someone without a dictionary passed on. A sequence has Implicit VR inside (PS3.5 section 6.2.2), but for
    /// those who pass on that, too, as it was: items show it.
    private static ElementHeader unknown(Tag tag, long length, Encoding encoding) {
        Vr dictionary = Tags.vr(tag).orElse(Vr.UN);
        boolean undefined = length == UNDEFINED_LENGTH;
        if (undefined && (dictionary == Vr.OB || dictionary == Vr.OW)) {
            return new ElementHeader(tag, Vr.OB, length, encoding);
        }
        return undefined || dictionary == Vr.SQ
                ? new ElementHeader(tag, Vr.SQ, length, Encoding.IMPLICIT_LITTLE)
                : new ElementHeader(tag, Vr.UN, length, encoding);
    }

    /// What writers put where they know no VR, with a length of 16 bits, as DCMTK reads it. The pair of NULs is
    /// also the lower half of many a length of 32 bits: of bulk data, and of private elements, which may be as
    /// long.
    private static boolean isPlaceholder(int first, int second, int shortLength, Tag tag) {
        return switch (first == second ? first : -1) {
            case '?', ' ', '-' -> true;
            case 0 ->
                shortLength != 0
                        && !tag.isPrivate()
                        && tag.group() < FIRST_GROUP_OF_BULK_DATA
                        && !(Tags.vr(tag).map(Vr::hasLongHeader).orElse(false));
            default -> false;
        };
    }

    /// The next four bytes: the length of an item, too.
    static long longLength(ByteSource source, Encoding encoding) throws IOException, DicomException {
        return unsignedInt(source.take(4), encoding.order());
    }

    private static long unsignedInt(ByteBuffer bytes, ByteOrder order) {
        return Integer.toUnsignedLong(bytes.order(order).getInt(0));
    }

    private static boolean isUpperCase(int character) {
        return character >= 'A' && character <= 'Z';
    }
}
