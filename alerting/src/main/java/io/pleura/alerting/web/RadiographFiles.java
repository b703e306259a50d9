package io.pleura.alerting.web;

import io.pleura.alerting.AlertingConfig;
import io.pleura.imaging.blob.BlobException;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.frame.GrayFrame;
import io.pleura.imaging.frame.Radiographs;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Radiographs from the blob store, for the browser: who they are of, and what they show. The bytes' hash is checked
/// each time. Keeps the last few frames; decodes few at a time and refuses the rest. Safe for use by many threads.
@Singleton
public class RadiographFiles {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BlobStore blobs;
    private final long maxFileBytes;
    private final Semaphore decodes;
    private final Map<FrameKey, DeliveredFrame> cache;

    private record FrameKey(ContentHash content, int maxEdge) {}

    /// What came of a request for a radiograph.
    sealed interface Read<T> {
        record Found<T>(T value) implements Read<T> {}

        record Refused<T>(ReasonCode reason) implements Read<T> {}
    }

    @Inject
    RadiographFiles(AlertingConfig config) {
        blobs = new BlobStore(config.blobFolder());
        maxFileBytes = config.frames().maxFileBytes();
        decodes = new Semaphore(config.frames().concurrentDecodes());
        cache = newest(config.frames().cached());
    }

    Read<PatientHeader> patient(ContentHash content) {
        return read(
                content,
                bytes -> PatientHeader.of(DicomReader.readHeader(new ByteArrayInputStream(bytes), limits())
                        .dataSet()));
    }

    /// @param maxEdge longest side of the delivered frame, in pixels
    Read<DeliveredFrame> frame(ContentHash content, int maxEdge) {
        FrameKey key = new FrameKey(content, maxEdge);
        Optional<DeliveredFrame> kept = kept(key);
        if (kept.isPresent()) {
            return new Read.Found<>(kept.get());
        }
        if (!acquire()) {
            return new Read.Refused<>(ReasonCode.TOO_BUSY);
        }
        try {
            Read<DeliveredFrame> read = read(content, bytes -> {
                GrayFrame whole = Radiographs.decode(bytes, limits()).frame();
                return DeliveredFrame.of(whole, whole.within(maxEdge));
            });
            if (read instanceof Read.Found<DeliveredFrame>(DeliveredFrame frame)) {
                keep(key, frame);
            }
            return read;
        } finally {
            decodes.release();
        }
    }

    private interface Decoding<T> {
        T decode(byte[] bytes) throws DicomException, IOException;
    }

    private <T> Read<T> read(ContentHash content, Decoding<T> decoding) {
        try {
            return new Read.Found<>(decoding.decode(blobs.read(content, maxFileBytes)));
        } catch (BlobException e) {
            return new Read.Refused<>(e.reason());
        } catch (DicomException e) {
            return new Read.Refused<>(e.reason());
        } catch (IOException e) {
            return new Read.Refused<>(ReasonCode.STORAGE_UNAVAILABLE);
        }
    }

    private boolean acquire() {
        try {
            return decodes.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private ReadLimits limits() {
        return ReadLimits.DEFAULT.withMaxBytes(maxFileBytes);
    }

    private Optional<DeliveredFrame> kept(FrameKey key) {
        synchronized (cache) {
            return Optional.ofNullable(cache.get(key));
        }
    }

    private void keep(FrameKey key, DeliveredFrame frame) {
        synchronized (cache) {
            cache.put(key, frame);
        }
    }

    private static Map<FrameKey, DeliveredFrame> newest(int capacity) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.@Nullable Entry<FrameKey, DeliveredFrame> eldest) {
                return size() > capacity;
            }
        };
    }
}
