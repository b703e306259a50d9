package io.pleura.alerting;

import io.pleura.alerting.triage.AlertChange;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Every setting of this service, `pleura.alerting.*`; environment variables override (`PLEURA_ALERTING_INSTANCE_ID`).
/// No clinical threshold is among them: those belong to the model.
@ConfigMapping(prefix = "pleura.alerting")
public interface AlertingConfig {

    @WithDefault("127.0.0.1:19092")
    String kafkaBootstrapServers();

    /// Where ingest keeps the radiographs; read only.
    @WithDefault(".pleura/blobs")
    Path blobFolder();

    /// Local copies of the topology's stores. Losing it costs time, not data.
    @WithDefault(".pleura/alerting")
    Path stateFolder();

    /// Names this instance among its peers; the same after a restart, and no other instance's.
    @WithDefault("alerting-0")
    String instanceId();

    /// Copies of the stores that other instances keep warm.
    @WithDefault("1")
    int standbyReplicas();

    /// Records of a schema that no release will ever know, as health and log name them (`scores-3@17`): they count as
    /// unreadable, and hold nobody up. Every other one waits for the release that knows it.
    Optional<Set<String>> passOver();

    /// Whether the page may show where the model sees air. A site that only triages sets false.
    @WithDefault("true")
    boolean showMap();

    /// Shown with every alert and sent with every notification.
    @WithDefault(
            "Not a medical device. Not for diagnostic use. The shipped model is trained on synthetic phantoms only.")
    String warning();

    @WithDefault(
            "Research and demonstration: puts chest radiographs that may show a pneumothorax in front of a clinician sooner."
                    + " It never rules a pneumothorax out.")
    String intendedUse();

    EscalateAfter escalateAfter();

    Worklist worklist();

    Feed feed();

    Frames frames();

    Notification notification();

    Webhook webhook();

    /// How long a new alert waits for somebody before level 1, 2, ... of escalation; the last wait repeats.
    interface EscalateAfter {
        @WithDefault("5m")
        List<Duration> stat();

        @WithDefault("30m")
        List<Duration> routine();

        /// An alert at this level stays new, on top of the worklist, and is not announced again.
        @WithDefault("48")
        int maxLevel();
    }

    /// Which alerts stay in memory. New ones always do.
    interface Worklist {
        @WithDefault("7d")
        Duration keepClosed();

        @WithDefault("2000")
        int maxClosed();
    }

    /// The live feed to browsers.
    interface Feed {
        @WithDefault("5s")
        Duration heartbeat();

        /// The list is unhealthy when it was not known to be current for this long.
        @WithDefault("15s")
        Duration staleAfter();

        @WithDefault("200")
        int maxClients();

        /// Changes waiting for one client; a client that falls further behind is disconnected and resumes.
        @WithDefault("256")
        int queueCapacity();
    }

    interface Frames {
        /// Largest file that is read from the blob store.
        @WithDefault("67108864")
        long maxFileBytes();

        /// Longest side of a delivered frame, in pixels.
        @WithDefault("4096")
        int maxEdge();

        @WithDefault("4")
        int cached();

        /// Radiographs decoded at the same time; further requests are refused.
        @WithDefault("2")
        int concurrentDecodes();
    }

    interface Notification {
        /// The changes that somebody is told of.
        @WithDefault("RAISED,REOPENED,ESCALATED,RETURNED")
        Set<AlertChange> changes();

        /// Where the page is, as the person who is told can reach it.
        @WithDefault("http://127.0.0.1:8080/")
        URI pageUrl();

        /// Write every notification to this service's log as well, as a line of JSON.
        @WithDefault("true")
        boolean log();

        /// Alerts that wait for an answer at the same time; further ones wait in the topic.
        @WithDefault("32")
        int maxInFlight();

        @WithDefault("40")
        int maxAttempts();

        @WithDefault("1s")
        Duration firstBackoff();

        @WithDefault("1m")
        Duration maxBackoff();

        /// Changes older than this are recorded as given up instead of sent.
        @WithDefault("24h")
        Duration maxAge();
    }

    interface Webhook {
        /// Nothing is sent when absent.
        Optional<URI> url();

        Optional<String> bearerToken();

        /// Signs the body: header `Pleura-Signature: sha256=<HMAC-SHA-256, hexadecimal>`.
        Optional<String> signingKey();

        @WithDefault("5s")
        Duration timeout();
    }
}
