package io.pleura.inference.decode;

import io.pleura.events.BytesAt;
import io.pleura.imaging.frame.MemoryBudget;
import io.pleura.imaging.frame.Radiographs;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Fetches, decodes and preprocesses the images of a batch in parallel on virtual threads, at most
/// `parallelism` at a time and no more than the heap can hold.
///
/// What is known to be wrong with an image is that image's refusal. A blob that cannot be read is an exception, and
/// so is what nobody foresaw: it may be the image's doing or not.
public final class ImageLoader implements AutoCloseable {

    private final ImageDecoder decoder;
    private final Semaphore permits;
    private final MemoryBudget memory;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// @param blobFolder root of the blob store, only read
    public ImageLoader(Path blobFolder, DecodeLimits limits) {
        this(blobFolder, limits, MemoryBudget.ofThisHeap());
    }

    ImageLoader(Path blobFolder, DecodeLimits limits, MemoryBudget memory) {
        decoder = new ImageDecoder(blobFolder, limits);
        permits = new Semaphore(limits.parallelism());
        this.memory = memory;
    }

    /// @return one result for each request, in the same order
    /// @throws BlobStoreUnavailableException when the store, or one blob that is there, cannot be read
    /// @throws IllegalStateException caused by whatever nobody foresaw
    public List<Loaded> load(List<ImageRequest> requests) throws InterruptedException {
        List<Future<Loaded>> pending = new ArrayList<>(requests.size());
        for (ImageRequest request : requests) {
            pending.add(threads.submit(() -> loadInTurn(request)));
        }
        List<Loaded> loaded = new ArrayList<>(requests.size());
        for (Future<Loaded> result : pending) {
            loaded.add(join(result));
        }
        return loaded;
    }

    /// Whether the store has a blob, as far as one can see without reading it.
    public boolean holds(ContentHash hash) {
        return decoder.holds(hash);
    }

    @Override
    public void close() {
        threads.close();
    }

    private Loaded loadInTurn(ImageRequest request) throws InterruptedException {
        long needed = Radiographs.memoryBytes(decoder.fileBytes(request), request.pixels());
        if (!memory.holds(needed)) {
            String detail = "decoding %d x %d pixels takes more memory than the worker has"
                    .formatted(request.rows(), request.columns());
            return new Loaded.Refused(ReasonCode.LIMIT_EXCEEDED, detail, BytesAt.BLOB_STORE);
        }
        permits.acquire();
        try {
            memory.take(needed);
            try {
                return decoder.load(request);
            } finally {
                memory.giveBack(needed);
            }
        } finally {
            permits.release();
        }
    }

    private static Loaded join(Future<Loaded> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case BlobStoreUnavailableException unavailable -> throw unavailable;
                case StackOverflowError tooDeep -> throw new IllegalStateException("loading an image failed", tooDeep);
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException("loading an image failed", e);
            }
        }
    }
}
