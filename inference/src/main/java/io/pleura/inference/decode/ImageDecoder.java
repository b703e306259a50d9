package io.pleura.inference.decode;

import io.pleura.events.BytesAt;
import io.pleura.imaging.blob.BlobException;
import io.pleura.imaging.blob.BlobMissingException;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.frame.Facing;
import io.pleura.imaging.frame.Letterbox;
import io.pleura.imaging.frame.ModelInput;
import io.pleura.imaging.frame.Radiograph;
import io.pleura.imaging.frame.Radiographs;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Optional;

/// One image from its blob to a model's input. Safe for use by many threads.
final class ImageDecoder {

    private final Path root;
    private final BlobStore blobs;
    private final DecodeLimits limits;
    private final ReadLimits readLimits;

    ImageDecoder(Path root, DecodeLimits limits) {
        this.root = root;
        this.blobs = new BlobStore(root);
        this.limits = limits;
        this.readLimits = ReadLimits.DEFAULT.withMaxBytes(limits.maxBlobBytes());
    }

    /// How much of the image's file will be read; 0 where there is none, which [#load] tells of.
    long fileBytes(ImageRequest request) {
        try {
            return Math.min(blobs.sizeBytes(request.hash()).orElse(0), limits.maxBlobBytes());
        } catch (IOException e) {
            return 0;
        }
    }

    boolean holds(ContentHash hash) {
        return blobs.contains(hash);
    }

    Loaded load(ImageRequest request) {
        if (request.pixels() > limits.maxPixels()) {
            return refused(
                    ReasonCode.LIMIT_EXCEEDED,
                    "%d x %d pixels are more than %d".formatted(request.rows(), request.columns(), limits.maxPixels()));
        }
        try {
            long start = System.nanoTime();
            byte[] bytes = blobs.read(request.hash(), limits.maxBlobBytes());
            long fetched = System.nanoTime();
            Radiograph radiograph = Radiographs.decodeFor(request.inputSize(), bytes, readLimits);
            long decoded = System.nanoTime();
            if (radiograph.frame().isBlank()) { // as a file whose pixels were never written
                return refused(ReasonCode.UNDECODABLE_PIXELS, "all of the image is of one grey");
            }
            return image(request, radiograph, micros(start, fetched), micros(fetched, decoded));
        } catch (BlobMissingException e) {
            return missing(e);
        } catch (BlobException e) {
            return refused(e.reason(), String.valueOf(e.getMessage()));
        } catch (DicomException e) {
            return refused(e.reason(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static Loaded image(ImageRequest request, Radiograph radiograph, long fetchMicros, long decodeMicros) {
        long start = System.nanoTime();
        int rows = radiograph.rows();
        int columns = radiograph.columns();
        Letterbox letterbox = Letterbox.fit(rows, columns, request.inputSize());
        float[] input = new float[request.inputSize() * request.inputSize()];
        ModelInput.fill(radiograph.frame(), letterbox, request.normalisation(), FloatBuffer.wrap(input));
        Facing facing = Facing.of(radiograph.file().dataSet());
        LoadTimes times = new LoadTimes(fetchMicros, decodeMicros, micros(start, System.nanoTime()));
        return new Loaded.Image(input, rows, columns, letterbox, facing, times);
    }

    /// An unmounted store looks like one in which every blob is missing; rejecting everything would be wrong.
    private Loaded missing(BlobMissingException e) {
        BlobStoreCheck.problem(root).ifPresent(problem -> {
            throw new BlobStoreUnavailableException(problem, e, true);
        });
        return new Loaded.Refused(e.reason(), String.valueOf(e.getMessage()), BytesAt.NOWHERE);
    }

    private BlobStoreUnavailableException unavailable(IOException e) {
        Optional<String> problem = BlobStoreCheck.problem(root);
        return new BlobStoreUnavailableException(problem.orElse("a blob cannot be read: " + e), e, problem.isPresent());
    }

    private static Loaded refused(ReasonCode reason, String detail) {
        return new Loaded.Refused(reason, detail, BytesAt.BLOB_STORE);
    }

    private static long micros(long fromNanos, long toNanos) {
        return (toNanos - fromNanos) / 1_000;
    }
}
