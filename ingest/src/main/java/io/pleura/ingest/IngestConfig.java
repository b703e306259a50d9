package io.pleura.ingest;

import io.pleura.ingest.check.PriorityRule.LooksAt;
import io.pleura.ingest.publish.SuccessAfter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything that can be set. Environment variables override, e.g. `PLEURA_INGEST_AE_TITLE`.
@ConfigMapping(prefix = "pleura.ingest")
public interface IngestConfig {

    @WithDefault("127.0.0.1:19092")
    String kafkaBootstrapServers();

    /// Stable across restarts and unlike any other instance's: it is in the transactional id and owns its claims.
    @WithDefault("ingest-0")
    String instanceId();

    @WithDefault("data/blobs")
    Path blobFolder();

    /// The identity index; on the same machine's own disk, or shared by instances with different ids.
    @WithDefault("data/ingest")
    Path workFolder();

    /// Picked up from here when set.
    Optional<Path> watchFolder();

    @WithDefault("1s")
    Duration watchInterval();

    /// How long a file there must have stayed as it is to be taken for whole: those that copy files may halt for a
    /// while.
    @WithDefault("5s")
    Duration watchQuiet();

    /// Our AE title; associations that call another one are rejected.
    @WithDefault("PLEURA")
    String aeTitle();

    @WithDefault("127.0.0.1")
    String dicomHost();

    @WithDefault("11112")
    int dicomPort();

    /// Whether the port without TLS is open.
    @WithDefault("true")
    boolean dicomPlain();

    Tls tls();

    /// Calling AE titles that are let in; `*` lets everybody in, none keeps everybody out.
    Optional<Set<String>> allowedCallers();

    /// What a caller hears that names its user and wants a response. Nobody's user is verified here: callers are known
    /// by AE title and, with TLS, by certificate.
    @WithDefault("none")
    UserIdentityAnswer userIdentity();

    @WithDefault("64")
    int maxAssociations();

    /// Longest P-DATA-TF PDU to take, in bytes.
    @WithDefault("262144")
    int maxPduBytes();

    /// ARTIM timer (PS3.8 section 9.1.5): for the association request to come, and for the peer to close.
    @WithDefault("15s")
    Duration artimTimeout();

    /// How long an association may be silent, and the body of a STOW-RS request.
    @WithDefault("60s")
    Duration idleTimeout();

    /// How long one message may take, or one part of a STOW-RS request, however slowly it trickles. 64 MB over a
    /// line of 1 Mbit/s take nine minutes.
    @WithDefault("15m")
    Duration messageTimeout();

    /// How long a client may be waited for over the whole body of a STOW-RS request, which has its place among
    /// `max-stow-requests` meanwhile. 400 MB over a line of 1 Mbit/s take 53 minutes.
    @WithDefault("1h")
    Duration stowTimeout();

    /// How long a stop waits for messages under way.
    @WithDefault("10s")
    Duration drainTimeout();

    @WithDefault("16")
    int maxStowRequests();

    @WithDefault("536870912")
    long maxObjectBytes();

    /// Up to Pixel Data. Most of it is not kept while it comes: memory does not depend on it.
    @WithDefault("16777216")
    long maxHeaderBytes();

    /// Objects are refused while a disk has less than this.
    @WithDefault("268435456")
    long minFreeBytes();

    /// `disk`: when bytes and event are on ingest's own disks, senders hear of success and the event is published
    /// behind it. `log`: when the event is in the log too, on all in-sync replicas.
    @WithDefault("disk")
    SuccessAfter successAfter();

    /// How long a sender waits for its event to be in the log, where it waits for that.
    @WithDefault("20s")
    Duration publishTimeout();

    /// For each exchange with Kafka, and of a transaction.
    @WithDefault("8s")
    Duration kafkaTimeout();

    @WithDefault("1s")
    Duration kafkaRetryPause();

    @WithDefault("2000")
    int publishQueueCapacity();

    @WithDefault("500")
    int publishMaxBatch();

    /// Under load, how long events are gathered for a transaction where no sender waits for it; one that comes alone
    /// goes at once.
    @WithDefault("100ms")
    Duration publishInterval();

    /// Radiographs that may be acknowledged and not in the log yet; while Kafka is away senders are then asked to come
    /// again. 0: none may, whatever `success-after` says.
    @WithDefault("10000")
    int spoolLimit();

    /// How often claims without a published event are taken up.
    @WithDefault("5s")
    Duration sweepInterval();

    Commitment commitment();

    /// A site's own eligibility rules, on top of the shipped ones; `eligibility/rules.yaml` says how it is written.
    Optional<Path> eligibilityFile();

    /// First match wins. The shipped rules stand in application.properties.
    List<Rule> priorityRules();

    /// Storage commitment (PS3.4 annex J).
    interface Commitment {

        /// Where requesters listen for reports, by AE title, as `host:port`, or `tls://host:port` for TLS. A report
        /// that its requester did not wait for on its own association goes there.
        Map<String, String> peers();

        /// Requests that may wait for their report; more are asked to come again.
        @WithDefault("1000")
        int maxOpen();

        /// Associations made for one report before it is given up.
        @WithDefault("12")
        int maxAttempts();

        /// After the first failed one; doubles with each, up to an hour.
        @WithDefault("30s")
        Duration retryPause();

        /// For connecting, and for each answer.
        @WithDefault("30s")
        Duration timeout();

        /// How long a report may wait for its instances' bytes to be read and hashed, 10 MB in some 10 ms; of those
        /// that do not get their turn, the number of bytes is checked.
        @WithDefault("5s")
        Duration hashTime();
    }

    /// The DICOM port with TLS, and connections of our own with it. The files are read once, at the start: renewed
    /// certificates take effect with the next.
    interface Tls {

        @WithDefault("false")
        boolean enabled();

        /// Registered for DICOM over TLS (PS3.8 section 9.1.1).
        @WithDefault("2762")
        int port();

        /// PEM: our certificate, then those of the authorities between it and the root.
        Optional<Path> certificate();

        /// PEM: the private key that belongs to it, PKCS #8, not encrypted.
        Optional<Path> key();

        /// PEM: certificates of the authorities that peers' certificates are signed by, of callers and of those whom
        /// we report to.
        Optional<List<Path>> trustedCertificates();

        @WithDefault("required")
        ClientCertificate clientCertificate();

        /// Whether the certificate of a peer that we connect to must name its host; those of DICOM nodes rarely do.
        @WithDefault("false")
        boolean checkHost();

        /// How long a peer may take for the TLS handshake.
        @WithDefault("10s")
        Duration handshakeTimeout();
    }

    /// The response to a user's identity (PS3.7 annex D.3.3.7).
    enum UserIdentityAnswer {
        /// None: the caller decides whether it goes on.
        NONE,
        /// User names are acknowledged, with or without passcode, for callers that insist; tickets and tokens are not.
        ACKNOWLEDGED
    }

    /// What a caller has to show on the port with TLS.
    enum ClientCertificate {
        /// A trusted certificate.
        REQUIRED,
        /// A trusted certificate or none.
        OPTIONAL,
        /// Nothing: the peer knows us, we do not know the peer.
        OFF
    }

    /// A reason for STAT.
    interface Rule {

        String name();

        LooksAt looksAt();

        Set<String> values();
    }
}
