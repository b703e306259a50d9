package io.pleura.ingest;

import io.pleura.ingest.IngestConfig.ClientCertificate;
import io.pleura.ingest.commit.ReportPeers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Stops a start with a configuration that cannot work, and says everything that is wrong with it at once.
final class ConfigCheck {

    private static final int MAX_AE_TITLE = 16;
    private static final int MIN_PDU_BYTES = 4096;
    private static final int MAX_PDU_BYTES = 16 << 20;

    private final List<String> problems = new ArrayList<>();

    private ConfigCheck() {}

    static void check(IngestConfig config) {
        ConfigCheck check = new ConfigCheck();
        check.require(
                config.aeTitle().matches("[\\x21-\\x5b\\x5d-\\x7e]{1," + MAX_AE_TITLE + "}"),
                "ae-title is 1 to 16 characters without space or backslash");
        check.require(config.dicomPort() >= 0 && config.dicomPort() < 65536, "dicom-port is a port");
        check.tls(config.tls());
        check.require(config.instanceId().matches("[A-Za-z0-9._-]{1,64}"), "instance-id is letters, digits, . _ -");
        check.require(
                config.maxPduBytes() >= MIN_PDU_BYTES && config.maxPduBytes() <= MAX_PDU_BYTES,
                "max-pdu-bytes is " + MIN_PDU_BYTES + " to " + MAX_PDU_BYTES);
        check.commitment(config.commitment(), config.tls());
        check.positive("max-associations", config.maxAssociations());
        check.positive("max-stow-requests", config.maxStowRequests());
        check.positive("max-object-bytes", config.maxObjectBytes());
        check.positive("max-header-bytes", config.maxHeaderBytes());
        check.positive("publish-queue-capacity", config.publishQueueCapacity());
        check.positive("publish-max-batch", config.publishMaxBatch());
        check.require(!config.publishInterval().isNegative(), "publish-interval is not negative");
        check.require(config.spoolLimit() >= 0, "spool-limit is not negative");
        check.require(config.minFreeBytes() >= 0, "min-free-bytes is not negative");
        check.positive("watch-interval", config.watchInterval());
        check.require(!config.watchQuiet().isNegative(), "watch-quiet is not negative");
        check.positive("artim-timeout", config.artimTimeout());
        check.positive("idle-timeout", config.idleTimeout());
        check.positive("message-timeout", config.messageTimeout());
        check.require(
                config.stowTimeout().compareTo(config.messageTimeout()) >= 0,
                "stow-timeout is no shorter than message-timeout, which a single part may take");
        check.positive("publish-timeout", config.publishTimeout());
        check.positive("kafka-timeout", config.kafkaTimeout());
        check.positive("kafka-retry-pause", config.kafkaRetryPause());
        check.positive("sweep-interval", config.sweepInterval());
        check.require(!config.drainTimeout().isNegative(), "drain-timeout is not negative");
        check.require(
                config.publishTimeout().compareTo(config.kafkaTimeout()) > 0,
                "publish-timeout is longer than kafka-timeout");
        if (!check.problems.isEmpty()) {
            throw new IllegalArgumentException("pleura.ingest: " + String.join("; ", check.problems));
        }
    }

    private void tls(IngestConfig.Tls tls) {
        require(tls.port() >= 0 && tls.port() < 65536, "tls.port is a port");
        positive("tls.handshake-timeout", tls.handshakeTimeout());
        require(
                tls.certificate().isPresent() == tls.key().isPresent(),
                "tls.certificate and tls.key are given both or not at all");
        if (tls.enabled()) {
            require(tls.certificate().isPresent(), "tls.certificate is the PEM file of our certificate chain");
            require(tls.key().isPresent(), "tls.key is the PEM file of our private key");
            require(
                    tls.clientCertificate() == ClientCertificate.OFF
                            || tls.trustedCertificates().isPresent(),
                    "tls.trusted-certificates are PEM files with the authorities of callers' certificates, unless "
                            + "tls.client-certificate is off");
        }
    }

    private void commitment(IngestConfig.Commitment commitment, IngestConfig.Tls tls) {
        positive("commitment.max-open", commitment.maxOpen());
        positive("commitment.max-attempts", commitment.maxAttempts());
        positive("commitment.retry-pause", commitment.retryPause());
        positive("commitment.timeout", commitment.timeout());
        require(!commitment.hashTime().isNegative(), "commitment.hash-time is not negative");
        commitment
                .peers()
                .forEach((title, address) -> require(
                        ReportPeers.isAddress(address),
                        "commitment.peers." + title + " is host:port, or tls://host:port"));
        require(
                tls.trustedCertificates().isPresent()
                        || commitment.peers().values().stream().noneMatch(ReportPeers::saysTls),
                "tls.trusted-certificates are PEM files with the authorities of the certificates that peers with "
                        + "tls:// show");
    }

    private void positive(String name, Duration value) {
        require(value.isPositive(), name + " is positive");
    }

    private void positive(String name, long value) {
        require(value > 0, name + " is positive");
    }

    private void require(boolean condition, String rule) {
        if (!condition) {
            problems.add(rule);
        }
    }
}
