package io.pleura.ingest;

import io.pleura.ingest.IngestConfig.ClientCertificate;
import io.pleura.ingest.commit.ReportPeers;
import io.pleura.schemas.SettingProblems;

/// Stops a start with a configuration that cannot work, and says everything that is wrong with it at once.
final class ConfigCheck {

    private static final int MAX_AE_TITLE = 16;
    private static final int MIN_PDU_BYTES = 4096;
    private static final int MAX_PDU_BYTES = 16 << 20;

    private ConfigCheck() {}

    static void check(IngestConfig config) {
        SettingProblems problems = new SettingProblems("pleura.ingest");
        problems.require(
                config.aeTitle().matches("[\\x21-\\x5b\\x5d-\\x7e]{1," + MAX_AE_TITLE + "}"),
                "ae-title is 1 to 16 characters without space or backslash");
        problems.require(config.dicomPort() >= 0 && config.dicomPort() < 65536, "dicom-port is a port");
        tls(config.tls(), problems);
        problems.identifier("instance-id", config.instanceId());
        problems.require(
                config.maxPduBytes() >= MIN_PDU_BYTES && config.maxPduBytes() <= MAX_PDU_BYTES,
                "max-pdu-bytes is " + MIN_PDU_BYTES + " to " + MAX_PDU_BYTES);
        commitment(config.commitment(), config.tls(), problems);
        problems.positive("max-associations", config.maxAssociations());
        problems.positive("max-stow-requests", config.maxStowRequests());
        problems.positive("max-object-bytes", config.maxObjectBytes());
        problems.positive("max-header-bytes", config.maxHeaderBytes());
        problems.positive("publish-queue-capacity", config.publishQueueCapacity());
        problems.positive("publish-max-batch", config.publishMaxBatch());
        problems.notNegative("publish-interval", config.publishInterval());
        problems.notNegative("spool-limit", config.spoolLimit());
        problems.notNegative("min-free-bytes", config.minFreeBytes());
        problems.positive("watch-interval", config.watchInterval());
        problems.notNegative("watch-quiet", config.watchQuiet());
        problems.positive("artim-timeout", config.artimTimeout());
        problems.positive("idle-timeout", config.idleTimeout());
        problems.positive("message-timeout", config.messageTimeout());
        problems.require(
                config.stowTimeout().compareTo(config.messageTimeout()) >= 0,
                "stow-timeout is no shorter than message-timeout, which a single part may take");
        problems.positive("publish-timeout", config.publishTimeout());
        problems.positive("kafka-timeout", config.kafkaTimeout());
        problems.positive("kafka-retry-pause", config.kafkaRetryPause());
        problems.positive("sweep-interval", config.sweepInterval());
        problems.notNegative("drain-timeout", config.drainTimeout());
        problems.require(
                config.publishTimeout().compareTo(config.kafkaTimeout()) > 0,
                "publish-timeout is longer than kafka-timeout");
        problems.throwIfAny();
    }

    private static void tls(IngestConfig.Tls tls, SettingProblems problems) {
        problems.require(tls.port() >= 0 && tls.port() < 65536, "tls.port is a port");
        problems.positive("tls.handshake-timeout", tls.handshakeTimeout());
        problems.require(
                tls.certificate().isPresent() == tls.key().isPresent(),
                "tls.certificate and tls.key are given both or not at all");
        if (tls.enabled()) {
            problems.require(tls.certificate().isPresent(), "tls.certificate is the PEM file of our certificate chain");
            problems.require(tls.key().isPresent(), "tls.key is the PEM file of our private key");
            problems.require(
                    tls.clientCertificate() == ClientCertificate.OFF
                            || tls.trustedCertificates().isPresent(),
                    "tls.trusted-certificates are PEM files with the authorities of callers' certificates, unless "
                            + "tls.client-certificate is off");
        }
    }

    private static void commitment(IngestConfig.Commitment commitment, IngestConfig.Tls tls, SettingProblems problems) {
        problems.positive("commitment.max-open", commitment.maxOpen());
        problems.positive("commitment.max-attempts", commitment.maxAttempts());
        problems.positive("commitment.retry-pause", commitment.retryPause());
        problems.positive("commitment.timeout", commitment.timeout());
        problems.notNegative("commitment.hash-time", commitment.hashTime());
        commitment
                .peers()
                .forEach((title, address) -> problems.require(
                        ReportPeers.isAddress(address),
                        "commitment.peers." + title + " is host:port, or tls://host:port"));
        problems.require(
                tls.trustedCertificates().isPresent()
                        || commitment.peers().values().stream().noneMatch(ReportPeers::saysTls),
                "tls.trusted-certificates are PEM files with the authorities of the certificates that peers with "
                        + "tls:// show");
    }
}
