package io.pleura.ingest.store;

import io.pleura.imaging.codec.PixelDataExtent;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.PixelData;
import io.pleura.imaging.dicom.PixelDataHeader;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import io.pleura.schemas.ReasonCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// Finds out how much Pixel Data there is and whether it is all there, without keeping any of it: follows its length,
/// or its fragments' lengths (PS3.5 sections 7.1 and A.4), to the end. Deflated data sets are left to the decoder.
final class PixelDataTail {

    /// Item and Sequence Delimitation Item, as little-endian group and element.
    private static final int ITEM = 0xE000_FFFE;

    private static final int SEQUENCE_DELIMITATION_ITEM = 0xE0DD_FFFE;

    private static final int ITEM_HEADER_BYTES = 8;

    private final InputStream in;
    private final ByteOrder order;

    /// Bytes of the value that are behind us.
    private long passed;

    private PixelDataTail(InputStream in, ByteOrder order) {
        this.in = in;
        this.order = order;
    }

    /// @param in stands behind the tag of Pixel Data
    /// @return nothing where there is none, or only the decoder can tell
    /// @throws DicomException with `TRUNCATED` when bytes are missing
    static Optional<PixelDataExtent> follow(DicomFile header, InputStream in) throws IOException, DicomException {
        Optional<TransferSyntax> syntax = header.transferSyntax();
        if (!header.dataSet().contains(Tags.PIXEL_DATA)
                || syntax.isEmpty()
                || syntax.get() == TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN) {
            return Optional.empty();
        }
        PixelDataTail tail = new PixelDataTail(in, syntax.get().byteOrder());
        PixelDataHeader pixelData = pixelDataHeader(in, syntax.get());
        if (pixelData.length().isPresent()) {
            return Optional.of(tail.passLength(pixelData.length().getAsLong(), syntax.get()));
        }
        long fragments = tail.skipFragments();
        return Optional.of(
                pixelData.vr() == Vr.OB || pixelData.vr() == Vr.OW
                        ? new PixelDataExtent(true, fragments)
                        : new PixelDataExtent(syntax.get().isEncapsulated(), 0)); // a sequence, which holds no pixels
    }

    private static PixelDataHeader pixelDataHeader(InputStream in, TransferSyntax syntax)
            throws IOException, DicomException {
        try {
            return DicomReader.readPixelDataHeader(in, syntax);
        } catch (DicomException e) {
            throw e.reason() == ReasonCode.TRUNCATED ? truncated() : e;
        }
    }

    /// Fragments may have a length together, though it is not theirs by the standard (`PixelData.Native`).
    private PixelDataExtent passLength(long length, TransferSyntax syntax) throws IOException, DicomException {
        long end = passed + length;
        if (!syntax.isEncapsulated() || length < ITEM_HEADER_BYTES) {
            skip(length);
            return new PixelDataExtent(false, length);
        }
        long sizeBytes = 0;
        boolean fragments = false;
        while (end - passed >= ITEM_HEADER_BYTES && number() == ITEM) {
            long fragmentLength = Integer.toUnsignedLong(number());
            if (fragmentLength > end - passed) {
                fragments = false;
                break;
            }
            sizeBytes += skipItem(fragmentLength, !fragments);
            fragments = true;
        }
        skip(end - passed);
        return fragments ? new PixelDataExtent(true, sizeBytes) : new PixelDataExtent(false, length);
    }

    /// To their delimiter, or to what else whoever reads the whole file takes for their end: something else behind the
    /// first fragment, or nothing behind a single one.
    ///
    /// @return bytes in all fragments behind the Basic Offset Table
    private long skipFragments() throws IOException, DicomException {
        long sizeBytes = 0;
        for (int items = 0; ; items++) {
            byte[] start = in.readNBytes(Integer.BYTES);
            if (items == 2 && start.length < Short.BYTES) {
                return sizeBytes;
            }
            int tag = number(start);
            if (tag != ITEM && tag != SEQUENCE_DELIMITATION_ITEM && items > 1) {
                return sizeBytes;
            }
            long length = Integer.toUnsignedLong(number());
            if (tag == SEQUENCE_DELIMITATION_ITEM) {
                return sizeBytes;
            }
            if (tag != ITEM) {
                throw new DicomException(
                        ReasonCode.UNREADABLE_DICOM, "no fragment where one must be in " + Tags.PIXEL_DATA);
            }
            sizeBytes += skipItem(length, items == 0);
        }
    }

    /// @return how many bytes of a frame are in it, none in a Basic Offset Table
    private long skipItem(long length, boolean first) throws IOException, DicomException {
        if (!first || length < Integer.BYTES) {
            skip(length);
            return first ? 0 : length;
        }
        int start = number();
        skip(length - Integer.BYTES);
        return PixelData.Encapsulated.isOffsetTable(length, start) ? 0 : length;
    }

    private int number() throws IOException, DicomException {
        return number(in.readNBytes(Integer.BYTES));
    }

    private int number(byte[] bytes) throws DicomException {
        passed += bytes.length;
        if (bytes.length < Integer.BYTES) {
            throw truncated();
        }
        return ByteBuffer.wrap(bytes).order(order).getInt();
    }

    private void skip(long length) throws IOException, DicomException {
        try {
            in.skipNBytes(length);
            passed += length;
        } catch (EOFException e) { // a sender that goes away is another exception
            throw truncated();
        }
    }

    private static DicomException truncated() {
        return new DicomException(ReasonCode.TRUNCATED, "the bytes end within " + Tags.PIXEL_DATA);
    }
}
