package io.pleura.ingest.commit;

import io.pleura.events.RadiographReceived;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.ingest.commit.CommitmentRequest.Reference;
import io.pleura.ingest.publish.SuccessAfter;
import io.pleura.ingest.store.IdentityIndex;
import io.pleura.ingest.store.IdentityIndex.Known;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.SopInstanceUid;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/// Decides whether a sender may delete its copy: the instance is known under its SOP class, its event is in the
/// log or, where senders hear of success after the disk, durably on its way there, and its bytes are in the blob
/// store, as many as came and, as long as there is time to read them, the same. Whatever is in doubt is a failure. Safe
/// for use by many threads.
final class Durability {

    // Failure Reason (0008,1197), PS3.4 section J.3.3 and PS3.3 section C.14.1.1.
    static final int PROCESSING_FAILURE = 0x0110;
    static final int NO_SUCH_OBJECT_INSTANCE = 0x0112;
    static final int CLASS_INSTANCE_CONFLICT = 0x0119;

    /// No failure: committed.
    static final int COMMITTED = 0;

    private static final Logger LOG = Logger.getLogger(Durability.class);
    private static final EventSerde<RadiographReceived> EVENTS = EventSerde.of(RadiographReceived.class);

    private final IdentityIndex index;
    private final BlobStore blobs;
    private final SuccessAfter successAfter;

    /// @param successAfter what a sender may rely on
    Durability(IdentityIndex index, BlobStore blobs, SuccessAfter successAfter) {
        this.index = index;
        this.blobs = blobs;
        this.successAfter = successAfter;
    }

    /// [#COMMITTED], or the failure reason.
    ///
    /// @param timeLeft whether bytes may still be read; without time, their number must do
    int of(Reference reference, BooleanSupplier timeLeft) {
        try {
            Optional<Known> known = index.find(new SopInstanceUid(reference.sopInstanceUid()));
            return known.isEmpty() ? NO_SUCH_OBJECT_INSTANCE : of(reference, known.get(), timeLeft);
        } catch (IllegalArgumentException e) {
            return NO_SUCH_OBJECT_INSTANCE; // no UID at all
        } catch (IOException | RuntimeException e) {
            LOG.errorf(e, "commitment of %s cannot be decided", reference.sopInstanceUid());
            return PROCESSING_FAILURE;
        }
    }

    private int of(Reference reference, Known known, BooleanSupplier timeLeft) throws IOException {
        RadiographReceived event = EVENTS.fromBytes(known.claim().event());
        if (!event.getSopClassUid().equals(reference.sopClassUid())) {
            return CLASS_INSTANCE_CONFLICT;
        }
        if (known instanceof Known.Claimed) {
            if (successAfter == SuccessAfter.LOG) {
                return PROCESSING_FAILURE; // the event may not be in the log yet
            }
            // Who stores it at this moment may not have got as far.
            blobs.confirm(List.of(known.claim().hash()));
            index.sync();
        }
        return ofBytes(reference, known.claim().hash(), event.getSizeBytes(), timeLeft);
    }

    /// What is gone is no longer here; what is here and not what came could not be kept.
    private int ofBytes(Reference reference, ContentHash hash, long sizeBytes, BooleanSupplier timeLeft)
            throws IOException {
        OptionalLong found = blobs.sizeBytes(hash);
        if (found.isEmpty()) {
            LOG.debugf("blob %s of %s is not in the store", hash, reference.sopInstanceUid());
            return blobs.isEmpty() ? PROCESSING_FAILURE : NO_SUCH_OBJECT_INSTANCE;
        }
        if (found.getAsLong() != sizeBytes || !blobs.isUnaltered(hash, timeLeft).orElse(true)) {
            LOG.debugf("blob %s of %s is not what it was", hash, reference.sopInstanceUid());
            return PROCESSING_FAILURE;
        }
        return COMMITTED;
    }
}
