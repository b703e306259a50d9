package io.pleura.ingest.store;

import io.pleura.imaging.codec.PixelDecoder;
import io.pleura.imaging.codec.StoredPixels;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.SameValues;
import io.pleura.imaging.dicom.Tag;
import io.pleura.imaging.dicom.Tags;
import java.util.Set;

/// Whether two files hold one image, encoded in two ways without any loss: every other element has the same value, and
/// every pixel too. Mostly their transfer syntaxes differ; in the same one, lengths of sequences may be stated or not.
final class SameImage {

    /// So much is decoded twice at once, which bounds the memory of it; a radiograph has hardly more.
    static final int MAX_PIXELS = 16 << 20;

    /// Such an image, not compressed.
    static final int MAX_BYTES = 2 * MAX_PIXELS + (8 << 20);

    /// A deflated file may be a thousandth of what it holds.
    private static final ReadLimits LIMITS = ReadLimits.DEFAULT.withMaxBytes(MAX_BYTES);

    /// What says how the image is encoded. DCMTK's lossless JPEG notes itself as a derivation.
    private static final Set<Tag> ENCODING = Set.of(
            Tags.DERIVATION_DESCRIPTION,
            Tags.PIXEL_DATA,
            Tags.EXTENDED_OFFSET_TABLE,
            Tags.EXTENDED_OFFSET_TABLE_LENGTHS);

    private SameImage() {}

    static boolean in(byte[] first, byte[] second) {
        if (Math.max(first.length, second.length) > MAX_BYTES) {
            return false;
        }
        try {
            DicomFile one = DicomReader.read(first, LIMITS);
            DicomFile other = DicomReader.read(second, LIMITS);
            return SameValues.in(one.dataSet(), other.dataSet(), ENCODING)
                    && isComparable(one.dataSet())
                    && samePixels(PixelDecoder.decode(one), PixelDecoder.decode(other));
        } catch (DicomException e) {
            return false; // what cannot be read or decoded is not known to be the same
        }
    }

    /// An overlay among the bits of the pixels is lost when they are compressed, and not seen when they are decoded.
    private static boolean isComparable(DataSet image) {
        long pixels = (long) image.integer(Tags.ROWS).orElse(0)
                * image.integer(Tags.COLUMNS).orElse(0);
        return pixels <= MAX_PIXELS && !PixelDecoder.hasOverlayAmongItsBits(image);
    }

    private static boolean samePixels(StoredPixels first, StoredPixels second) {
        if (first.rows() != second.rows() || first.columns() != second.columns()) {
            return false;
        }
        for (int index = 0; index < first.count(); index++) {
            if (first.sample(index) != second.sample(index)) {
                return false;
            }
        }
        return true;
    }
}
