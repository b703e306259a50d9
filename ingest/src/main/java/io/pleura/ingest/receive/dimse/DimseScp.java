package io.pleura.ingest.receive.dimse;

import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.ingest.Ingest;
import io.pleura.ingest.IngestConfig;
import io.pleura.ingest.IngestMetrics;
import io.pleura.ingest.check.DecodableSyntaxes;
import io.pleura.ingest.commit.Commitments;
import io.pleura.ingest.receive.dimse.Negotiation.Answer;
import io.pleura.ingest.wire.Pdu.AssociateReject;
import io.pleura.ingest.wire.Pdu.AssociateRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// Listens for DICOM associations, with TLS and without: one virtual thread each, bounded in number and in time.
///
/// More associations than allowed are rejected as transient, more connections than twice that are closed unheard. A
/// stop lets messages under way finish, for a while, and aborts the rest.
public final class DimseScp implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DimseScp.class);
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(250);

    /// For the last words on associations that a stop breaks off.
    private static final Duration ABORT_TIME = Duration.ofSeconds(1);
    private static final Duration ACCEPT_TIME = Duration.ofSeconds(2);

    private final IngestConfig config;
    private final IngestMetrics metrics;
    private final Negotiation negotiation;
    private final Messages messages;
    private final Commitments commitments;
    private final Timers timers;
    private final Optional<Door> plain;
    private final Optional<Door> secured;
    private final Semaphore associations;
    private final SequencedMap<String, Acceptor> acceptors = new LinkedHashMap<>();
    private final List<Thread> acceptorThreads = new ArrayList<>();
    private final Semaphore connections;
    private final OnceAMinute closedUnheard = new OnceAMinute();
    private final Set<AcceptedAssociation> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    /// Binds the ports; nothing is accepted before [#start].
    ///
    /// @throws IllegalArgumentException when a certificate or key is not what TLS needs
    public DimseScp(Ingest ingest) throws IOException {
        config = ingest.config();
        metrics = ingest.metrics();
        negotiation = new Negotiation(
                config.aeTitle(),
                config.allowedCallers().orElse(Set.of()),
                DecodableSyntaxes.preferredFirst().stream()
                        .map(TransferSyntax::uid)
                        .toList(),
                config.maxPduBytes(),
                config.userIdentity());
        messages = new Messages(ingest.pipeline());
        commitments = ingest.commitments();
        timers = new Timers(
                config.tls().handshakeTimeout(), config.artimTimeout(), config.idleTimeout(), config.messageTimeout());
        associations = new Semaphore(config.maxAssociations());
        connections = new Semaphore(2 * config.maxAssociations());
        Optional<DicomTls> tls = config.tls().enabled() ? Optional.of(DicomTls.of(config.tls())) : Optional.empty();
        plain = config.dicomPlain() ? Optional.of(door(config.dicomPort(), Optional.empty())) : Optional.empty();
        secured = tls.isPresent() ? Optional.of(door(config.tls().port(), tls)) : Optional.empty();
        doors().forEach(door -> acceptors.put(
                door.toString(),
                new Acceptor(door.toString(), door::accept, peer -> serve(door, peer), () -> closing)));
        metrics.gauge("associations", this::current);
        metrics.gauge("messages.underway", this::messagesUnderWay);
    }

    /// @throws IOException when no association could be served
    public void start() throws IOException {
        prepareWaits();
        Thread.ofPlatform().name("dimse-watch").daemon().start(this::watch);
        acceptors.forEach((door, acceptor) -> {
            acceptorThreads.add(
                    Thread.ofPlatform().name("dimse-accept").daemon().start(acceptor));
            LOG.infof(
                    "DICOM: %s at %s, callers %s",
                    config.aeTitle(),
                    door,
                    config.allowedCallers().map(Object::toString).orElse("none"));
        });
    }

    private static void prepareWaits() throws IOException {
        try {
            SocketWaits.prepare();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /// Each port, and in words why nobody is let in there; empty where somebody would be.
    public SequencedMap<String, Optional<String>> troubles() {
        SequencedMap<String, Optional<String>> troubles = new LinkedHashMap<>();
        acceptors.forEach((door, acceptor) -> troubles.put(door, acceptor.trouble()));
        return troubles;
    }

    /// The port without TLS, which the system chose if the configured one is 0.
    ///
    /// @throws java.util.NoSuchElementException when the configuration has it closed
    public int port() {
        return plain.orElseThrow().port();
    }

    /// The port with TLS.
    ///
    /// @throws java.util.NoSuchElementException when the configuration has none
    public int tlsPort() {
        return secured.orElseThrow().port();
    }

    /// Associations that are established.
    public int current() {
        return config.maxAssociations() - associations.availablePermits();
    }

    /// Messages that have begun to come and are not answered yet.
    int messagesUnderWay() {
        return (int) open.stream().filter(AcceptedAssociation::isBusy).count();
    }

    @Override
    public void close() throws IOException {
        if (closing) {
            return;
        }
        closing = true;
        for (Door door : doors().toList()) {
            door.close();
        }
        open.forEach(AcceptedAssociation::stopWhenIdle);
        try {
            for (Thread acceptor : acceptorThreads) {
                acceptor.join(ACCEPT_TIME); // the system lets go of the port when nobody waits at it any more
            }
            if (!ended(config.drainTimeout())) {
                LOG.warnf("%d associations did not end in time and are aborted", open.size());
                open.forEach(AcceptedAssociation::abort);
                if (!ended(ABORT_TIME)) {
                    open.forEach(AcceptedAssociation::cut);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            open.forEach(AcceptedAssociation::cut);
        }
    }

    private boolean ended(Duration time) throws InterruptedException {
        return connections.tryAcquire(2 * config.maxAssociations(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Door door(int port, Optional<DicomTls> tls) throws IOException {
        return new Door(config.dicomHost(), port, tls);
    }

    private Stream<Door> doors() {
        return Stream.concat(plain.stream(), secured.stream());
    }

    private void serve(Door door, SocketChannel socket) throws IOException {
        if (!connections.tryAcquire()) {
            closeUnheard(door, socket);
            return;
        }
        try {
            Slot slot = new Slot();
            AcceptedAssociation association = new AcceptedAssociation(
                    door.connection(socket),
                    config.maxPduBytes(),
                    slot,
                    messages,
                    new CommitmentDialogue(commitments),
                    timers);
            open.add(association);
            Thread.ofVirtual().name("association").start(() -> run(association, slot));
        } catch (IOException | RuntimeException e) {
            connections.release();
            socket.close();
            throw e;
        }
    }

    private void closeUnheard(Door door, SocketChannel socket) throws IOException {
        metrics.associationRejected("connections");
        try (socket) {
            closedUnheard
                    .another(System.nanoTime())
                    .ifPresent(count -> LOG.warnf(
                            "%d connections stand already: closed one from %s at %s unheard, %d since this was last said",
                            2 * config.maxAssociations(),
                            socket.socket().getInetAddress().getHostAddress(),
                            door,
                            count));
        }
    }

    private void run(AcceptedAssociation association, Slot slot) {
        try {
            if (closing) {
                association.stopWhenIdle();
            }
            association.run();
        } finally {
            slot.ended();
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

    /// A connection's place among the associations, taken when its request is accepted and given back when the
    /// association has ended, which is before its connection is closed. Used by its thread only.
    private final class Slot implements AcceptedAssociation.Gate {

        private boolean taken;

        @Override
        public Answer negotiate(AssociateRequest request) {
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

        @Override
        public void handshakeFailed() {
            metrics.associationRejected("tls");
        }

        @Override
        public void ended() {
            if (taken) {
                taken = false;
                associations.release();
            }
        }
    }
}
