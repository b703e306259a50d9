package io.pleura.ingest.store;

import io.pleura.imaging.codec.PixelDataExtent;
import io.pleura.imaging.codec.PixelDecoder;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.PixelData;
import io.pleura.imaging.dicom.PixelDataHeader;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import io.pleura.imaging.frame.Radiographs;
import io.pleura.schemas.ReasonCode;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.ZipException;

/// Finds out how much Pixel Data there is and whether it is all there, and keeps no more of it than the first bytes of
/// its fragments: follows its length, or theirs (PS3.5 sections 7.1 and A.4), to the end. Follows a deflated data set
/// to its own end, but no further than whoever scores the image would inflate it.
final class PixelDataTail {

    /// Item and Sequence Delimitation Item, as little-endian group and element.
    private static final int ITEM = 0xE000_FFFE;

    private static final int SEQUENCE_DELIMITATION_ITEM = 0xE0DD_FFFE;

    private static final int ITEM_HEADER_BYTES = 8;
    private static final int PIECE_BYTES = 8192;

    private final InputStream in;
    private final ByteOrder order;
    private final int maxFragments;
    private final long maxBytes;

    /// Bytes of the value that are behind us.
    private long passed;

    /// The fragments' first bytes, without the Basic Offset Table.
    private final ByteArrayOutputStream start = new ByteArrayOutputStream();

    private PixelDataTail(InputStream in, ByteOrder order, int maxFragments, long maxBytes) {
        this.in = in;
        this.order = order;
        this.maxFragments = maxFragments;
        this.maxBytes = maxBytes;
    }

    /// @param behind the tag of Pixel Data, inflated
    /// @param offset bytes before that, inflated
    /// @return nothing where there is none, or nobody would decode it whatever it is
    /// @throws DicomException with `TRUNCATED` when bytes are missing
    static Optional<PixelDataExtent> follow(DicomFile header, InputStream behind, long offset, ReadLimits limits)
            throws IOException, DicomException {
        Optional<TransferSyntax> syntax = header.transferSyntax();
        if (!header.dataSet().contains(Tags.PIXEL_DATA) || syntax.isEmpty()) {
            return Optional.empty();
        }
        if (syntax.get() == TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN) {
            return PixelDecoder.refusal(header.dataSet()).isPresent()
                    ? Optional.empty()
                    : Optional.of(inflatedExtent(header, behind, offset, limits));
        }
        PixelDataTail tail = new PixelDataTail(behind, syntax.get().byteOrder(), limits.maxElements(), Long.MAX_VALUE);
        return Optional.of(tail.extent(syntax.get()));
    }

    private static PixelDataExtent inflatedExtent(DicomFile header, InputStream behind, long offset, ReadLimits limits)
            throws IOException, DicomException {
        long maxBytes = Radiographs.maxInflatedBytes(header, limits) - offset;
        TransferSyntax syntax = TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
        PixelDataTail tail = new PixelDataTail(behind, syntax.byteOrder(), limits.maxElements(), maxBytes);
        try {
            PixelDataExtent extent = tail.extent(syntax);
            tail.requireEnd();
            return extent;
        } catch (ZipException | EOFException e) {
            throw DicomException.inflating(e);
        }
    }

    private PixelDataExtent extent(TransferSyntax syntax) throws IOException, DicomException {
        PixelDataHeader pixelData = pixelDataHeader(in, syntax);
        if (pixelData.length().isPresent()) {
            return passLength(pixelData.length().getAsLong(), syntax);
        }
        long fragments = skipFragments();
        return pixelData.vr() == Vr.OB || pixelData.vr() == Vr.OW
                ? fragments(fragments)
                : new PixelDataExtent(syntax.isEncapsulated(), 0); // a sequence, which holds no pixels
    }

    private PixelDataExtent fragments(long sizeBytes) {
        return new PixelDataExtent(
                true, sizeBytes, ByteBuffer.wrap(start.toByteArray()).asReadOnlyBuffer());
    }

    /// Passes what is left of a deflated data set, which may be damaged there, or inflate without end.
    private void requireEnd() throws IOException, DicomException {
        byte[] piece = new byte[PIECE_BYTES];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            requireWithinBound(count);
            passed += count;
        }
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
        return fragments ? fragments(sizeBytes) : new PixelDataExtent(false, length);
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
            if (items == maxFragments) {
                throw new DicomException(
                        ReasonCode.LIMIT_EXCEEDED, "more than " + maxFragments + " fragments in " + Tags.PIXEL_DATA);
            }
            sizeBytes += skipItem(length, items == 0);
        }
    }

    /// @return how many bytes of a frame are in it, none in a Basic Offset Table
    private long skipItem(long length, boolean first) throws IOException, DicomException {
        if (!first) {
            passFragment(length);
            return length;
        }
        if (length < Integer.BYTES) {
            skip(length);
            return 0;
        }
        byte[] beginning = in.readNBytes(Integer.BYTES);
        if (PixelData.Encapsulated.isOffsetTable(length, number(beginning))) {
            skip(length - Integer.BYTES);
            return 0;
        }
        start.writeBytes(beginning);
        passFragment(length - Integer.BYTES);
        return length;
    }

    /// @param length of what is left of it
    private void passFragment(long length) throws IOException, DicomException {
        requireWithinBound(length);
        int wanted = (int) Math.min(length, PixelDataExtent.START_BYTES - start.size());
        byte[] bytes = in.readNBytes(wanted);
        passed += bytes.length;
        if (bytes.length < wanted) {
            throw truncated();
        }
        start.writeBytes(bytes);
        skip(length - wanted);
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

    private void requireWithinBound(long length) throws DicomException {
        if (length > maxBytes - passed) {
            throw new DicomException(
                    ReasonCode.LIMIT_EXCEEDED,
                    "a deflated data set of more than " + maxBytes + " bytes from Pixel Data on");
        }
    }

    private void skip(long length) throws IOException, DicomException {
        requireWithinBound(length);
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
