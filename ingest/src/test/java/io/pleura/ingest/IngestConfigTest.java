package io.pleura.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pleura.ingest.check.PriorityRule.LooksAt;
import io.pleura.ingest.publish.SuccessAfter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestConfigTest {

    @Test
    void defaultsAreThese() throws IOException {
        IngestConfig config = TestSettings.config(Map.of());

        assertThat(config.kafkaBootstrapServers()).isEqualTo("127.0.0.1:19092");
        assertThat(config.instanceId()).isEqualTo("ingest-0");
        assertThat(config.blobFolder()).isEqualTo(Path.of("data/blobs"));
        assertThat(config.workFolder()).isEqualTo(Path.of("data/ingest"));
        assertThat(config.watchFolder()).isEmpty();
        assertThat(config.watchInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.watchQuiet()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.aeTitle()).isEqualTo("PLEURA");
        assertThat(config.dicomHost()).isEqualTo("127.0.0.1");
        assertThat(config.dicomPort()).isEqualTo(11112);
        assertThat(config.dicomPlain()).isTrue();
        assertThat(config.tls().enabled()).isFalse();
        assertThat(config.tls().port()).isEqualTo(2762);
        assertThat(config.tls().certificate()).isEmpty();
        assertThat(config.tls().key()).isEmpty();
        assertThat(config.tls().trustedCertificates()).isEmpty();
        assertThat(config.tls().clientCertificate()).isEqualTo(IngestConfig.ClientCertificate.REQUIRED);
        assertThat(config.tls().checkHost()).isFalse();
        assertThat(config.tls().handshakeTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.allowedCallers()).isEmpty();
        assertThat(config.userIdentity()).isEqualTo(IngestConfig.UserIdentityAnswer.NONE);
        assertThat(config.commitment().peers()).isEmpty();
        assertThat(config.commitment().maxOpen()).isEqualTo(1000);
        assertThat(config.commitment().maxAttempts()).isEqualTo(12);
        assertThat(config.commitment().retryPause()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.commitment().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.commitment().hashTime()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.maxAssociations()).isEqualTo(64);
        assertThat(config.maxPduBytes()).isEqualTo(256 << 10);
        assertThat(config.artimTimeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.idleTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.messageTimeout()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.stowTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.maxStowRequests()).isEqualTo(16);
        assertThat(config.maxObjectBytes()).isEqualTo(512L << 20);
        assertThat(config.maxHeaderBytes()).isEqualTo(16L << 20);
        assertThat(config.minFreeBytes()).isEqualTo(256L << 20);
        assertThat(config.publishTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.kafkaTimeout()).isEqualTo(Duration.ofSeconds(8));
        assertThat(config.kafkaRetryPause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.publishQueueCapacity()).isEqualTo(2000);
        assertThat(config.publishMaxBatch()).isEqualTo(500);
        assertThat(config.publishInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.spoolLimit()).isEqualTo(10_000);
        assertThat(config.successAfter()).isEqualTo(SuccessAfter.DISK);
        assertThat(config.sweepInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.eligibilityFile()).isEmpty();
        ConfigCheck.check(config);
    }

    @Test
    void theShippedPriorityRulesAreThese() throws IOException {
        assertThat(TestSettings.config(Map.of()).priorityRules())
                .extracting(IngestConfig.Rule::name, IngestConfig.Rule::looksAt, IngestConfig.Rule::values)
                .containsExactly(
                        tuple("request-header", LooksAt.REQUEST_HEADER, Set.of("STAT")),
                        tuple("calling-ae-title", LooksAt.CALLING_AE_TITLE, Set.of("PLEURA_STAT")),
                        tuple(
                                "requested-procedure-priority",
                                LooksAt.REQUESTED_PROCEDURE_PRIORITY,
                                Set.of("STAT", "HIGH")),
                        tuple("study-priority", LooksAt.STUDY_PRIORITY_ID, Set.of("STAT", "HIGH")));
    }

    @Test
    void aSiteAddsAPriorityRule() throws IOException {
        IngestConfig config = TestSettings.config(Map.of(
                "pleura.ingest.priority-rules[4].name", "emergency-room",
                "pleura.ingest.priority-rules[4].looks-at", "calling-ae-title",
                "pleura.ingest.priority-rules[4].values", "ER_DX,ER_CR"));

        assertThat(config.priorityRules()).hasSize(5);
        assertThat(config.priorityRules().getLast().values()).isEqualTo(Set.of("ER_DX", "ER_CR"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
            ae-title         | TOO LONG FOR AN AE TITLE | ae-title is 1 to 16 characters
            dicom-port       | 70000                    | dicom-port is a port
            tls.port         | 65536                    | tls.port is a port
            tls.enabled      | true                     | tls.certificate is the PEM file
            tls.enabled      | true                     | tls.key is the PEM file
            tls.enabled      | true                     | tls.trusted-certificates are PEM files
            tls.handshake-timeout | 0s                  | tls.handshake-timeout is positive
            spool-limit      | -1                       | spool-limit is not negative
            commitment.peers.ARCHIVE | archive.example  | commitment.peers.ARCHIVE is host:port
            commitment.peers.ARCHIVE | archive:70000    | commitment.peers.ARCHIVE is host:port
            commitment.peers.ARCHIVE | ssl://archive:1  | commitment.peers.ARCHIVE is host:port, or tls://host:port
            commitment.peers.ARCHIVE | tls://archive:1  | tls.trusted-certificates are PEM files
            tls.certificate  | ours.pem                 | tls.certificate and tls.key are given both or not at all
            commitment.hash-time     | -1s              | commitment.hash-time is not negative
            commitment.max-attempts  | 0                | commitment.max-attempts is positive
            instance-id      | a/b                      | instance-id is letters
            max-pdu-bytes    | 100                      | max-pdu-bytes is 4096
            max-associations | 0                        | max-associations is positive
            publish-timeout  | 1s                       | publish-timeout is longer than kafka-timeout
            idle-timeout     | 0s                       | idle-timeout is positive
            stow-timeout     | 14m                      | stow-timeout is no shorter than message-timeout
            kafka-retry-pause | 0s                      | kafka-retry-pause is positive
            drain-timeout    | -1s                      | drain-timeout is not negative
            """)
    void refusesToStartWithWhatCannotWork(String name, String value, String message) throws IOException {
        IngestConfig config = TestSettings.config(Map.of("pleura.ingest." + name, value));

        assertThatThrownBy(() -> ConfigCheck.check(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aMistakeInTheSitesRulesStopsTheStart(@TempDir Path folder) throws IOException {
        Path rules = Files.writeString(folder.resolve("site.yaml"), "name: site\nage:\n  minimum: old\n");
        IngestConfig config = TestSettings.config(Map.of(
                "pleura.ingest.eligibility-file", rules.toString(),
                "pleura.ingest.blob-folder", folder.resolve("blobs").toString(),
                "pleura.ingest.work-folder", folder.resolve("work").toString()));

        assertThatThrownBy(() -> new Ingest(config, new SimpleMeterRegistry(), InstantSource.fixed(Instant.EPOCH)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("site.yaml:3: age.minimum: says old; write days, weeks, months or years");
        assertThat(folder.resolve("blobs")).doesNotExist();
    }
}
