package io.pleura.alerting.web;

import io.pleura.alerting.AlertingConfig;
import io.pleura.imaging.blob.BlobException;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.frame.GrayFrame;
import io.pleura.imaging.frame.MemoryBudget;
import io.pleura.imaging.frame.Radiographs;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Radiographs from the blob store, for the browser: who they are of, and what they show. The bytes' hash is checked
/// each time that they are read. Keeps the last few frames and some hundred headers in memory, decodes few at a time
/// and no more than the heap can hold, one frame once however many ask for it, and refuses the rest: a page brings
/// everybody to the same radiograph. Safe for use by many threads.
@Singleton
public class RadiographFiles {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int HEADERS_KEPT = 256;

    private final BlobStore blobs;
    private final long maxFileBytes;
    private final Semaphore decodes;
    private final MemoryBudget memory;
    private final Map<FrameKey, FutureTask<Read<DeliveredFrame>>> underway = new ConcurrentHashMap<>();
    private final Map<FrameKey, DeliveredFrame> frames;
    private final Map<ContentHash, RadiographHeader> headers = newest(HEADERS_KEPT);

    private record FrameKey(ContentHash content, int maxEdge) {}

    /// What came of a request for a radiograph.
    sealed interface Read<T> {
        record Found<T>(T value) implements Read<T> {}

        record Refused<T>(ReasonCode reason) implements Read<T> {}
    }

    @Inject
    RadiographFiles(AlertingConfig config) {
        this(config, MemoryBudget.ofThisHeap());
    }

    RadiographFiles(AlertingConfig config, MemoryBudget memory) {
        this.memory = memory;
        blobs = new BlobStore(config.blobFolder());
        maxFileBytes = config.frames().maxFileBytes();
        decodes = new Semaphore(config.frames().concurrentDecodes());
        frames = newest(config.frames().cached());
    }

    /// In little memory, however large the file is.
    Read<RadiographHeader> header(ContentHash content) {
        Optional<RadiographHeader> kept = kept(headers, content);
        if (kept.isPresent()) {
            return new Read.Found<>(kept.get());
        }
        return outcome(() -> {
            RadiographHeader header =
                    RadiographHeader.of(blobs.read(content, maxFileBytes, in -> DicomReader.readHeader(in, limits()))
                            .dataSet());
            keep(headers, content, header);
            return new Read.Found<>(header);
        });
    }

    /// @param maxEdge longest side of the delivered frame, in pixels
    Read<DeliveredFrame> frame(ContentHash content, int maxEdge) {
        FrameKey key = new FrameKey(content, maxEdge);
        FutureTask<Read<DeliveredFrame>> mine = new FutureTask<>(() -> frameInTurn(key));
        FutureTask<Read<DeliveredFrame>> first = underway.putIfAbsent(key, mine);
        if (first != null) {
            return outcome(() -> result(first));
        }
        try {
            mine.run();
            return outcome(() -> result(mine));
        } finally {
            underway.remove(key);
        }
    }

    private static Read<DeliveredFrame> result(Future<Read<DeliveredFrame>> frame) throws InterruptedException {
        try {
            return frame.get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Read.Refused<>(ReasonCode.TOO_BUSY);
        } catch (ExecutionException e) {
            throw new IllegalStateException("delivering a frame failed", e.getCause());
        }
    }

    private Read<DeliveredFrame> frameInTurn(FrameKey key) {
        Optional<DeliveredFrame> kept = kept(frames, key);
        if (kept.isPresent()) {
            return new Read.Found<>(kept.get());
        }
        return outcome(() -> {
            if (!decodes.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Read.Refused<>(ReasonCode.TOO_BUSY);
            }
            try {
                return decoded(key);
            } finally {
                decodes.release();
            }
        });
    }

    private Read<DeliveredFrame> decoded(FrameKey key)
            throws BlobException, DicomException, IOException, InterruptedException {
        byte[] bytes = blobs.read(key.content(), maxFileBytes);
        long pixels = Radiographs.pixels(Radiographs.header(bytes, limits()));
        long needed = Radiographs.memoryBytes(bytes.length, pixels);
        if (!memory.holds(needed)) {
            return new Read.Refused<>(ReasonCode.LIMIT_EXCEEDED);
        }
        if (!memory.take(needed, PATIENCE)) {
            return new Read.Refused<>(ReasonCode.TOO_BUSY);
        }
        try {
            GrayFrame whole = Radiographs.decode(bytes, limits()).frame();
            DeliveredFrame frame = DeliveredFrame.of(whole, whole.within(key.maxEdge()));
            keep(frames, key, frame);
            return new Read.Found<>(frame);
        } finally {
            memory.giveBack(needed);
        }
    }

    private interface Reading<T> {
        Read<T> read() throws BlobException, DicomException, IOException, InterruptedException;
    }

    private static <T> Read<T> outcome(Reading<T> reading) {
        try {
            return reading.read();
        } catch (BlobException e) {
            return new Read.Refused<>(e.reason());
        } catch (DicomException e) {
            return new Read.Refused<>(e.reason());
        } catch (IOException e) {
            return new Read.Refused<>(ReasonCode.STORAGE_UNAVAILABLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Read.Refused<>(ReasonCode.TOO_BUSY);
        }
    }

    private ReadLimits limits() {
        return ReadLimits.DEFAULT.withMaxBytes(maxFileBytes);
    }

    private static <K, V> Optional<V> kept(Map<K, V> cache, K key) {
        synchronized (cache) {
            return Optional.ofNullable(cache.get(key));
        }
    }

    private static <K, V> void keep(Map<K, V> cache, K key, V value) {
        synchronized (cache) {
            cache.put(key, value);
        }
    }

    private static <K, V> Map<K, V> newest(int capacity) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.@Nullable Entry<K, V> eldest) {
                return size() > capacity;
            }
        };
    }
}
