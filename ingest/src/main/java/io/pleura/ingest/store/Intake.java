package io.pleura.ingest.store;

import io.pleura.imaging.blob.BlobException;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.imaging.blob.BlobWriter;
import io.pleura.imaging.codec.PixelDataExtent;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.Selection;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

/// One object on its way in: streamed into a temporary blob while it is hashed, its header read on the way. Of the
/// header no more is held than is selected, so that memory is small, whatever the object's size and its header's. One
/// thread; what is not kept is discarded.
public final class Intake implements AutoCloseable, IdentityIndex.Keeping {

    private static final int BUFFER_BYTES = 64 << 10;

    private final BlobStore blobs;
    private final BlobWriter blob;
    private final Content content;
    private final long sizeBytes;
    private Place place = Place.TEMPORARY;

    /// Where the bytes are.
    public enum Place {
        TEMPORARY,
        BLOBS,
        QUARANTINE
    }

    /// What the bytes turned out to be.
    public sealed interface Content {

        /// A DICOM object that is all there; Pixel Data is not read.
        ///
        /// @param pixelData nothing where there is none, or only a decoder can tell
        record Object(DicomFile header, Optional<PixelDataExtent> pixelData) implements Content {}

        /// All bytes came, and they are no object, or not all of one.
        ///
        /// @param header of an object whose header alone could be read
        record Unreadable(ReasonCode reason, String detail, Optional<DicomFile> header) implements Content {}

        /// Longer than allowed: cut off, nothing can be kept.
        record TooLong(String detail) implements Content {}
    }

    private Intake(BlobStore blobs, BlobWriter blob, Content content, long sizeBytes) {
        this.blobs = blobs;
        this.blob = blob;
        this.content = content;
        this.sizeBytes = sizeBytes;
    }

    /// Takes an object in, to its end.
    ///
    /// @param object a Part 10 file
    /// @param selection what will be asked of the header
    /// @throws TransferInterruptedException when the sender failed
    /// @throws IOException when the blob store failed
    public static Intake receive(InputStream object, BlobStore blobs, Selection selection, ReadLimits limits)
            throws IOException {
        BlobWriter blob = blobs.begin();
        try {
            TeeStream tee = new TeeStream(object, blob, limits.maxBytes());
            Content content = read(tee, selection, limits);
            return new Intake(blobs, blob, content, tee.count());
        } catch (IOException | RuntimeException e) {
            blob.close();
            throw e;
        }
    }

    private static Content read(TeeStream tee, Selection selection, ReadLimits limits) throws IOException {
        InputStream in = new BufferedInputStream(tee, BUFFER_BYTES);
        Content content;
        try {
            content = DicomReader.readHeader(in, selection, limits, (header, behind, offset) -> {
                try {
                    return new Content.Object(header, PixelDataTail.follow(header, behind, offset, limits));
                } catch (DicomException e) {
                    return unreadable(e, Optional.of(header));
                }
            });
        } catch (DicomException e) {
            content = unreadable(e, Optional.empty());
        }
        while (in.skip(Long.MAX_VALUE) > 0 || in.read() >= 0) {
            // The tee stores what passes here.
        }
        return tee.cutOff() ? new Content.TooLong("more than " + limits.maxBytes() + " bytes") : content;
    }

    private static Content unreadable(DicomException e, Optional<DicomFile> header) {
        return new Content.Unreadable(
                e.reason(),
                Objects.requireNonNullElse(e.getMessage(), e.reason().meaning()),
                header);
    }

    public Content content() {
        return content;
    }

    public long sizeBytes() {
        return sizeBytes;
    }

    public ContentHash hash() {
        return blob.finish();
    }

    /// All bytes, wherever they are.
    ///
    /// @param maxBytes of which there are not more
    byte[] bytes(int maxBytes) throws IOException, BlobException {
        return switch (place) {
            case TEMPORARY -> blob.bytes();
            case BLOBS -> blobs.read(hash(), maxBytes);
            case QUARANTINE -> blobs.quarantine().read(hash(), maxBytes);
        };
    }

    /// Makes the bytes durable, unless they are somewhere durable already.
    ///
    /// @return where they are now
    public Place keep() throws IOException {
        place();
        confirm();
        return place;
    }

    @Override
    public void place() throws IOException {
        if (place == Place.TEMPORARY) {
            blob.place();
            place = Place.BLOBS;
        }
    }

    @Override
    public void confirm() throws IOException {
        if (place == Place.BLOBS) {
            blob.confirm();
        }
    }

    /// The same, but among those that must not be used.
    public Place quarantine() throws IOException {
        if (place == Place.TEMPORARY) {
            blob.commitTo(blobs.quarantine());
            place = Place.QUARANTINE;
        }
        return place;
    }

    @Override
    public void close() throws IOException {
        blob.close();
    }
}
