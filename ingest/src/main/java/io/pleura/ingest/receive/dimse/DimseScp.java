package io.pleura.ingest.receive.dimse;

import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.ingest.Ingest;
import io.pleura.ingest.IngestConfig;
import io.pleura.ingest.IngestMetrics;
import io.pleura.ingest.check.DecodableSyntaxes;
import io.pleura.ingest.receive.dimse.Negotiation.Answer;
import io.pleura.ingest.wire.Pdu.AssociateReject;
import io.pleura.ingest.wire.Pdu.AssociateRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Listens for DICOM associations: one virtual thread each, bounded in number and in time.
///
/// More associations than allowed are rejected as transient, more connections than twice that are closed unheard. A
/// stop lets messages under way finish.
public final class DimseScp implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DimseScp.class);
    private static final int BACKLOG = 128;
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(250);

    private final IngestConfig config;
    private final IngestMetrics metrics;
    private final Negotiation negotiation;
    private final Messages messages;
    private final Timers timers;
    private final ServerSocket server;
    private final Semaphore associations;
    private final Semaphore connections;
    private final Set<AcceptedAssociation> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    /// Binds the port; nothing is accepted before [#start].
    public DimseScp(Ingest ingest) throws IOException {
        config = ingest.config();
        metrics = ingest.metrics();
        negotiation = new Negotiation(
                config.aeTitle(),
                config.allowedCallers().orElse(Set.of()),
                StorageSopClasses.NEGOTIATED,
                DecodableSyntaxes.preferredFirst().stream()
                        .map(TransferSyntax::uid)
                        .toList(),
                config.maxPduBytes());
        messages = new Messages(ingest.pipeline());
        timers = new Timers(config.artimTimeout(), config.idleTimeout(), config.messageTimeout());
        associations = new Semaphore(config.maxAssociations());
        connections = new Semaphore(2 * config.maxAssociations());
        server = new ServerSocket();
        server.bind(new InetSocketAddress(config.dicomHost(), config.dicomPort()), BACKLOG);
        metrics.gauge("associations", this::current);
    }

    public void start() {
        Thread.ofPlatform().name("dimse-accept").daemon().start(this::accept);
        Thread.ofPlatform().name("dimse-watch").daemon().start(this::watch);
        LOG.infof(
                "DICOM: %s at %s:%d, callers %s",
                config.aeTitle(),
                config.dicomHost(),
                port(),
                config.allowedCallers().map(Object::toString).orElse("none"));
    }

    /// The port, which the system chose if the configured one is 0.
    public int port() {
        return server.getLocalPort();
    }

    /// Associations that are established.
    public int current() {
        return config.maxAssociations() - associations.availablePermits();
    }

    @Override
    public void close() throws IOException {
        closing = true;
        server.close();
        open.forEach(AcceptedAssociation::stopWhenIdle);
        try {
            if (!connections.tryAcquire(
                    2 * config.maxAssociations(), config.drainTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf("%d associations did not end in time", open.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.forEach(AcceptedAssociation::close);
    }

    private void accept() {
        while (!closing) {
            try {
                serve(server.accept());
            } catch (IOException e) {
                if (!closing) {
                    LOG.errorf("accept failed: %s", e.getMessage());
                }
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        if (!connections.tryAcquire()) {
            metrics.associationRejected("connections");
            socket.close();
            return;
        }
        Slot slot = new Slot();
        try {
            socket.setTcpNoDelay(true);
            AcceptedAssociation association =
                    new AcceptedAssociation(socket, config.maxPduBytes(), slot::negotiate, messages, timers);
            open.add(association);
            Thread.ofVirtual().name("association").start(() -> run(association, slot));
        } catch (IOException | RuntimeException e) {
            connections.release();
            socket.close();
            throw e;
        }
    }

    private void run(AcceptedAssociation association, Slot slot) {
        try {
            if (closing) {
                association.stopWhenIdle();
            }
            association.run();
        } finally {
            slot.release();
            open.remove(association);
            connections.release();
        }
    }

    private void watch() {
        try {
            while (!closing || !open.isEmpty()) {
                long now = System.nanoTime();
                open.forEach(association -> association.expire(now));
                Thread.sleep(WATCH_INTERVAL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A connection's place among the associations, taken when its request is accepted. Used by its thread only.
    private final class Slot {

        private boolean taken;

        Answer negotiate(AssociateRequest request) {
            Answer answer = negotiation.answer(request);
            if (answer instanceof Answer.Accepted) {
                taken = associations.tryAcquire();
                if (!taken) {
                    answer = new Answer.Rejected(AssociateReject.LOCAL_LIMIT_EXCEEDED);
                }
            }
            if (answer instanceof Answer.Rejected(AssociateReject rejection)) {
                metrics.associationRejected("source " + rejection.source() + " reason " + rejection.reason());
            }
            return answer;
        }

        void release() {
            if (taken) {
                associations.release();
            }
        }
    }
}
