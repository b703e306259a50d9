package io.pleura.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.imaging.blob.BlobWriter;
import io.pleura.imaging.blob.DiskSync;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.ingest.check.Eligibility;
import io.pleura.ingest.check.EligibilityRules;
import io.pleura.ingest.check.PriorityRule;
import io.pleura.ingest.check.PriorityRules;
import io.pleura.ingest.check.RulesFile;
import io.pleura.ingest.commit.CommitmentSettings;
import io.pleura.ingest.commit.Commitments;
import io.pleura.ingest.commit.ReportPeers;
import io.pleura.ingest.publish.ClaimedPublisher;
import io.pleura.ingest.publish.ClaimedPublisherSettings;
import io.pleura.ingest.publish.EventPublisher;
import io.pleura.ingest.publish.PublisherSettings;
import io.pleura.ingest.publish.SuccessAfter;
import io.pleura.ingest.store.DiskSpace;
import io.pleura.ingest.store.IdentityIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// The pipeline with what it stands on, put together from the configuration: plain objects, so that tests and other
/// programs can have one. Owns the publisher's thread and one that takes up open claims.
public final class Ingest implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Ingest.class);

    private static final Duration SOON = Duration.ofMillis(250);

    private final IngestConfig config;
    private final EligibilityRules rules;
    private final DiskSpace disk;
    private final EventPublisher events;
    private final ClaimedPublisher publisher;
    private final IngestPipeline pipeline;
    private final IngestMetrics metrics;
    private final Commitments commitments;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread sweeper = Thread.ofVirtual().name("claim-sweeper").unstarted(this::sweep);
    private volatile int openClaims;

    public Ingest(IngestConfig config, MeterRegistry registry, InstantSource clock) throws IOException {
        ConfigCheck.check(config);
        this.config = config;
        rules = eligibilityRules(config);
        DiskSync.makeFolder(config.blobFolder());
        DiskSync.makeFolder(config.workFolder());
        BlobStore blobs = new BlobStore(config.blobFolder());
        keepRules(blobs);
        IdentityIndex index = new IdentityIndex(IdentityIndex.folderIn(config.workFolder()), config.instanceId());
        metrics = new IngestMetrics(registry, EligibilityRules.names());
        disk = new DiskSpace(List.of(config.blobFolder(), config.workFolder()), config.minFreeBytes());
        events = new EventPublisher(publisherSettings(config));
        publisher = new ClaimedPublisher(
                new ClaimedPublisherSettings(
                        config.instanceId(), config.successAfter(), config.spoolLimit(), config.publishTimeout()),
                blobs,
                index,
                events,
                metrics::published);
        pipeline = new IngestPipeline(
                blobs,
                new ReadLimits(
                        config.maxObjectBytes(),
                        config.maxHeaderBytes(),
                        ReadLimits.DEFAULT.maxElements(),
                        ReadLimits.DEFAULT.maxDepth()),
                disk,
                new Eligibility(rules),
                priorityRules(config),
                publisher,
                new Rejections(events, config.publishTimeout(), rules.hash(), clock),
                rules.hash(),
                metrics,
                clock);
        commitments = new Commitments(
                config.workFolder().resolve("commitments").resolve(config.instanceId()),
                index,
                blobs,
                config.successAfter(),
                commitmentSettings(config),
                metrics,
                clock);
        metrics.gauge("publish.waiting", events::waiting);
        metrics.gauge("claims.open", () -> openClaims);
        metrics.spool(publisher::spooled);
    }

    public void start() {
        events.start();
        sweeper.start();
        commitments.start();
    }

    public IngestPipeline pipeline() {
        return pipeline;
    }

    public Commitments commitments() {
        return commitments;
    }

    public IngestConfig config() {
        return config;
    }

    public IngestMetrics metrics() {
        return metrics;
    }

    /// What decides about each object.
    public EligibilityRules rules() {
        return rules;
    }

    /// Why nothing can be published, in words.
    public Optional<String> logTrouble() {
        return events.trouble();
    }

    /// Radiographs that wait on disk for Kafka.
    public int spooled() {
        return publisher.spooled();
    }

    /// Radiographs that were acknowledged and are not in the log yet, whether Kafka is there or not.
    public int unpublished() {
        return publisher.unpublished();
    }

    /// Claims whose event was not known to be in the log at the last sweep.
    public int openClaims() {
        return openClaims;
    }

    /// Whether another may be taken in while Kafka is away.
    public boolean spoolHasRoom() {
        return publisher.hasRoom();
    }

    /// Why nothing can be stored, in words.
    public Optional<String> diskTrouble() {
        return disk.trouble();
    }

    /// Stop the doors first: what is under way is published before this returns.
    @Override
    public void close() {
        closing.countDown();
        commitments.close();
        events.close();
    }

    private void sweep() {
        try {
            do {
                if (events.trouble().isEmpty()) {
                    openClaims = sweepOnce();
                }
            } while (!closing.await(untilSweep().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Soon while Kafka is away or something waits for it, as it may be back at any moment.
    private Duration untilSweep() {
        Duration usual = config.sweepInterval();
        boolean soon = events.trouble().isPresent() || publisher.spooled() > 0;
        return soon && usual.compareTo(SOON) > 0 ? SOON : usual;
    }

    private int sweepOnce() {
        try {
            return publisher.sweep();
        } catch (IOException | RuntimeException e) {
            LOG.error("open claims could not be taken up; trying again", e);
            return openClaims;
        }
    }

    private static PublisherSettings publisherSettings(IngestConfig config) {
        return new PublisherSettings(
                config.kafkaBootstrapServers(),
                "pleura-ingest-" + config.instanceId(),
                config.kafkaTimeout(),
                config.publishQueueCapacity(),
                config.publishMaxBatch(),
                config.successAfter() == SuccessAfter.LOG ? Duration.ZERO : config.publishInterval(),
                config.kafkaRetryPause(),
                config.workFolder().resolve("log-ends-" + config.instanceId()));
    }

    private static CommitmentSettings commitmentSettings(IngestConfig config) {
        IngestConfig.Commitment commitment = config.commitment();
        return new CommitmentSettings(
                config.aeTitle(),
                ReportPeers.of(config),
                commitment.maxOpen(),
                commitment.maxAttempts(),
                commitment.retryPause(),
                commitment.timeout(),
                commitment.hashTime());
    }

    private static EligibilityRules eligibilityRules(IngestConfig config) throws IOException {
        return config.eligibilityFile().isPresent()
                ? RulesFile.ofSite(config.eligibilityFile().get())
                : RulesFile.shipped();
    }

    /// Decisions name their rules by hash, so whoever reads them later finds the text where the radiographs are.
    private void keepRules(BlobStore blobs) throws IOException {
        if (!blobs.contains(rules.hash())) {
            try (BlobWriter blob = blobs.begin()) {
                blob.write(rules.text().getBytes(StandardCharsets.UTF_8));
                blob.commit();
            }
        }
        LOG.infof(
                "eligibility rules %s, SHA-256 %s, %s",
                rules.name(),
                rules.hash(),
                config.eligibilityFile()
                        .map(file -> "the shipped ones with " + file + " on top")
                        .orElse("as shipped"));
    }

    private static PriorityRules priorityRules(IngestConfig config) {
        return new PriorityRules(config.priorityRules().stream()
                .map(rule -> new PriorityRule(rule.name(), rule.looksAt(), rule.values()))
                .toList());
    }
}
