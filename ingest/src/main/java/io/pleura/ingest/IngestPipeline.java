package io.pleura.ingest;

import io.pleura.events.BytesAt;
import io.pleura.events.RadiographReceived;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.imaging.codec.PixelDataExtent;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.ingest.IngestMetrics.Stage;
import io.pleura.ingest.Outcome.Identity;
import io.pleura.ingest.Outcome.Refused;
import io.pleura.ingest.Outcome.Stored;
import io.pleura.ingest.Rejections.Remains;
import io.pleura.ingest.check.Decision;
import io.pleura.ingest.check.Eligibility;
import io.pleura.ingest.check.ObjectHeader;
import io.pleura.ingest.check.PriorityRules;
import io.pleura.ingest.check.PriorityRules.Prioritised;
import io.pleura.ingest.publish.ClaimedPublisher;
import io.pleura.ingest.publish.ClaimedPublisher.Settled;
import io.pleura.ingest.store.DiskSpace;
import io.pleura.ingest.store.Intake;
import io.pleura.ingest.store.Intake.Place;
import io.pleura.ingest.store.TransferInterruptedException;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/// The way of every object, whichever door it came through: receive while hashing -> read the header -> check ->
/// settle who it is -> bytes durable -> event durable -> say success; what is durable is published. Whatever is
/// refused is reported before the sender is told.
///
/// Safe for use by many threads; each object is worked on by the thread that brings it.
public final class IngestPipeline {

    private static final Logger LOG = Logger.getLogger(IngestPipeline.class);

    private final BlobStore blobs;
    private final ReadLimits limits;
    private final DiskSpace disk;
    private final Eligibility eligibility;
    private final PriorityRules priorities;
    private final ClaimedPublisher publisher;
    private final Rejections rejections;
    private final ContentHash rules;
    private final IngestMetrics metrics;
    private final InstantSource clock;

    IngestPipeline(
            BlobStore blobs,
            ReadLimits limits,
            DiskSpace disk,
            Eligibility eligibility,
            PriorityRules priorities,
            ClaimedPublisher publisher,
            Rejections rejections,
            ContentHash rules,
            IngestMetrics metrics,
            InstantSource clock) {
        this.blobs = blobs;
        this.limits = limits;
        this.disk = disk;
        this.eligibility = eligibility;
        this.priorities = priorities;
        this.publisher = publisher;
        this.rejections = rejections;
        this.rules = rules;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Takes one object in and returns when it is durable, or refused.
    ///
    /// @param object a DICOM Part 10 file; read to its end, or as far as the size limit goes
    /// @throws TransferInterruptedException when the sender failed: nobody is there to be told
    public Outcome ingest(Arrival arrival, InputStream object) throws TransferInterruptedException {
        return begin(arrival, object).await();
    }

    /// The same, but returns while the report of a refusal is on its way into the log.
    public PendingOutcome begin(Arrival arrival, InputStream object) throws TransferInterruptedException {
        try {
            return metered(arrival, receive(arrival, object));
        } catch (TransferInterruptedException e) {
            metrics.interrupted(arrival.channel());
            throw e;
        } catch (IOException e) {
            LOG.errorf("blob store or index failed: %s", e);
            return metered(arrival, refused(announced(arrival), ReasonCode.STORAGE_UNAVAILABLE, "storage failed"));
        } catch (RuntimeException e) {
            LOG.error("bug while taking an object in", e);
            return metered(arrival, refused(announced(arrival), ReasonCode.INTERNAL_ERROR, "unexpected failure"));
        }
    }

    /// Refuses a request to store that brings no object.
    public Outcome refuseWithoutObject(Arrival arrival) {
        return metered(
                        arrival,
                        rejections.report(
                                arrival,
                                announced(arrival),
                                "",
                                new Decision.Refused(ReasonCode.MISSING_IDENTIFIER, "C-STORE without a data set"),
                                Remains.NOTHING))
                .await();
    }

    private PendingOutcome receive(Arrival arrival, InputStream object) throws IOException {
        Optional<String> trouble = disk.trouble();
        if (trouble.isPresent()) {
            LOG.warn(trouble.get());
            return refused(announced(arrival), ReasonCode.STORAGE_UNAVAILABLE, "disk nearly full");
        }
        long begin = System.nanoTime();
        try (Intake intake = Intake.receive(object, blobs, ObjectHeader.SELECTION, limits)) {
            metrics.received(arrival.channel(), intake.sizeBytes());
            metrics.time(Stage.RECEIVE, Duration.ofNanos(System.nanoTime() - begin));
            return switch (intake.content()) {
                case Intake.Content.Object(DicomFile header, Optional<PixelDataExtent> pixelData) ->
                    check(arrival, intake, ObjectHeader.of(header, pixelData));
                case Intake.Content.Unreadable(ReasonCode reason, String detail, Optional<DicomFile> header) ->
                    refuseUnreadable(
                            arrival,
                            intake,
                            header.map(read -> ObjectHeader.of(read, Optional.empty())),
                            refusal(arrival, reason, detail));
                case Intake.Content.TooLong(String detail) ->
                    rejections.report(
                            arrival,
                            announced(arrival),
                            "",
                            refusal(arrival, ReasonCode.LIMIT_EXCEEDED, detail),
                            Remains.cutOff(intake.sizeBytes()));
            };
        }
    }

    private PendingOutcome check(Arrival arrival, Intake intake, ObjectHeader header) throws IOException {
        Identity identity = identity(header);
        Decision decision = Contradiction.within(arrival)
                .or(() -> Contradiction.between(arrival, header))
                .<Decision>map(refusal -> refusal)
                .orElseGet(() -> eligibility.decide(header));
        metrics.decided(decision);
        return switch (decision) {
            case Decision.Refused refused -> refuse(arrival, intake, identity, header.studyUid(), refused);
            case Decision.Eligible eligible -> accept(arrival, intake, header, eligible);
        };
    }

    /// A request that is wrong in itself is refused for that, whatever its data set is.
    private static Decision.Refused refusal(Arrival arrival, ReasonCode reason, String detail) {
        return Contradiction.within(arrival).orElseGet(() -> new Decision.Refused(reason, detail));
    }

    private PendingOutcome accept(Arrival arrival, Intake intake, ObjectHeader header, Decision.Eligible eligible)
            throws IOException {
        Identity identity =
                new Identity(eligible.sopClassUid(), eligible.instance().value());
        Prioritised lane =
                priorities.prioritise(header, arrival.callingAeTitle().orElse(""), arrival.priorityHeader());
        RadiographReceived event = event(arrival, intake, eligible, lane);
        long begin = System.nanoTime();
        Settled settled = publisher.settle(event, intake);
        metrics.time(Stage.KEEP, Duration.ofNanos(System.nanoTime() - begin));
        return switch (settled) {
            case Settled.Kept(boolean again, boolean spooled) -> {
                if (again) {
                    metrics.duplicate();
                } else if (spooled) {
                    metrics.spooled(lane.priority());
                }
                Stored stored = new Stored(identity, intake.hash(), again);
                yield () -> stored;
            }
            case Settled.Conflict ignored ->
                refuse(
                        arrival,
                        intake,
                        identity,
                        eligible.study().value(),
                        new Decision.Refused(
                                ReasonCode.CONFLICTING_INSTANCE, ReasonCode.CONFLICTING_INSTANCE.meaning()));
            case Settled.NotNow(ReasonCode reason, String detail) -> refused(identity, reason, detail);
        };
    }

    /// Names the object by its header as far as that could be read, so that somebody can look for it at its source.
    private PendingOutcome refuseUnreadable(
            Arrival arrival, Intake intake, Optional<ObjectHeader> header, Decision.Refused refused)
            throws IOException {
        Identity identity =
                header.map(IngestPipeline::identity).filter(Identity::isNamed).orElseGet(() -> announced(arrival));
        return refuse(
                arrival, intake, identity, header.map(ObjectHeader::studyUid).orElse(""), refused);
    }

    private PendingOutcome refuse(
            Arrival arrival, Intake intake, Identity identity, String studyUid, Decision.Refused refused)
            throws IOException {
        BytesAt bytesAt = intake.quarantine() == Place.QUARANTINE ? BytesAt.QUARANTINE : BytesAt.BLOB_STORE;
        return rejections.report(
                arrival, identity, studyUid, refused, Remains.of(bytesAt, intake.hash(), intake.sizeBytes()));
    }

    private RadiographReceived event(Arrival arrival, Intake intake, Decision.Eligible eligible, Prioritised lane) {
        return RadiographReceived.newBuilder()
                .setStudyUid(eligible.study().value())
                .setSeriesUid(eligible.series().value())
                .setSopInstanceUid(eligible.instance().value())
                .setSopClassUid(eligible.sopClassUid())
                .setContentHash(intake.hash().value())
                .setSizeBytes(intake.sizeBytes())
                .setTransferSyntaxUid(eligible.transferSyntaxUid())
                .setPriority(lane.priority())
                .setPriorityRule(lane.rule())
                .setModality(eligible.modality())
                .setViewPosition(eligible.viewPosition().orElse(null))
                .setRows(eligible.rows())
                .setColumns(eligible.columns())
                .setSource(arrival.source())
                .setReceivedAt(clock.instant())
                .setEligibilityRules(rules.value())
                .setUnstated(eligible.unstated())
                .build();
    }

    /// A refusal that is about us, which nobody reports.
    private static PendingOutcome refused(Identity identity, ReasonCode reason, String detail) {
        return () -> new Refused(identity, reason, detail);
    }

    private PendingOutcome metered(Arrival arrival, PendingOutcome pending) {
        return () -> {
            Outcome outcome = pending.await();
            if (outcome instanceof Refused refused) {
                meter(arrival, refused);
            }
            return outcome;
        };
    }

    private void meter(Arrival arrival, Refused refused) {
        metrics.refused(refused.reason());
        LOG.infof(
                "refused %s from %s: %s, %s; to do: %s",
                refused.identity().isNamed() ? refused.identity().sopInstanceUid() : "an object without valid UIDs",
                arrival.sender(),
                refused.reason(),
                refused.detail(),
                refused.reason().remedy());
    }

    private static Identity identity(ObjectHeader header) {
        return new Identity(header.sopClassUid(), header.sopInstanceUid());
    }

    private static Identity announced(Arrival arrival) {
        return arrival.announced()
                .map(announced -> new Identity(announced.sopClassUid(), announced.sopInstanceUid()))
                .orElse(Identity.UNKNOWN);
    }
}
