package io.pleura.standalone.ingest;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.events.RadiographReceived;
import io.pleura.standalone.audit.Balance;
import io.pleura.standalone.audit.Reconciliation;
import io.pleura.standalone.ingest.IngestProcess.Start;
import io.pleura.standalone.ingest.SteadySenders.Heard;
import io.pleura.standalone.ingest.SteadySenders.Sent;
import io.pleura.standalone.soak.Receipts;
import io.pleura.standalone.stack.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kafka is down for a while, senders go on, Kafka comes back: everything that was acknowledged is in the log once,
/// and of each sender and study in the order in which it was acknowledged. `-Dpleura.outage=PT2M` makes it two minutes.
@Timeout(900)
class KafkaOutageTest {

    private static final Duration OUTAGE = Duration.parse(System.getProperty("pleura.outage", "PT10S"));
    private static final int SENDERS = 4;
    private static final int FIRST = 100_000;

    /// About half of what the senders bring meanwhile, so that the spool is full when Kafka comes back.
    private static final long SPOOLED_A_SECOND = 15;

    private final int port = dicomPort();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void whatWasAcknowledgedIsInTheLogOnceAndInOrder() throws Exception {
        try (IngestFixture fixture = new IngestFixture(folder);
                IngestProcess service = start(fixture, Start.WITH_KAFKA);
                SteadySenders senders = SteadySenders.start(port, SENDERS, FIRST)) {
            senders.awaitMore(3 * SENDERS);
            Heard before = senders.heard();
            fixture.stopBroker();
            rest(OUTAGE);

            report(senders.heard().minus(before), service.unpublished());
            fixture.startBroker();
            assertThatTheBooksBalance(fixture, service, senders);
        }
    }

    @Test
    void evenIfTheServiceIsKilledMeanwhile() throws Exception {
        try (IngestFixture fixture = new IngestFixture(folder);
                IngestProcess first = start(fixture, Start.WITH_KAFKA);
                SteadySenders senders = SteadySenders.start(port, SENDERS, FIRST)) {
            senders.awaitMore(3 * SENDERS);
            Heard before = senders.heard();
            fixture.stopBroker();
            rest(OUTAGE.dividedBy(2));
            first.close();
            try (IngestProcess second = start(fixture, Start.AT_ONCE)) {
                rest(OUTAGE.dividedBy(2));

                report(senders.heard().minus(before), second.unpublished());
                fixture.startBroker();
                assertThatTheBooksBalance(fixture, second, senders);
            }
        }
    }

    private static void assertThatTheBooksBalance(IngestFixture fixture, IngestProcess service, SteadySenders senders)
            throws Exception {
        long back = System.nanoTime();
        senders.awaitMore(3 * SENDERS);
        List<Sent> sent = senders.stop();
        IngestFixture.await("empty spool", () -> isEmpty(service));
        Duration drained = Duration.ofNanos(System.nanoTime() - back);

        Set<String> acknowledged = sent.stream().map(Sent::instanceUid).collect(Collectors.toSet());
        assertThat(Receipts.of(fixture.bootstrapServers(), acknowledged)).isEqualTo(new Receipts(0, 0, 0));
        Balance balance = Reconciliation.run(fixture.bootstrapServers());
        assertThat(balance.balances()).as(balance.report()).isTrue();
        assertThat(balance.received()).isEqualTo(sent.size());
        assertThat(asPublished(fixture, sent)).isEqualTo(sent.stream().collect(bySenderAndStudy()));
        System.out.printf(
                "Kafka back: %d events in the log once, in order; spool empty %d ms later%n",
                sent.size(), drained.toMillis());
    }

    /// Whose they are is known from what was sent; their order is that of the log.
    private static Map<List<Object>, List<String>> asPublished(IngestFixture fixture, List<Sent> sent) {
        Map<String, Sent> senders = new HashMap<>();
        sent.forEach(each -> senders.put(each.instanceUid(), each));
        return fixture.received().stream()
                .map(RadiographReceived::getSopInstanceUid)
                .map(senders::get)
                .collect(bySenderAndStudy());
    }

    private static Collector<Sent, ?, Map<List<Object>, List<String>>> bySenderAndStudy() {
        return groupingBy(each -> List.of(each.sender(), each.studyUid()), mapping(Sent::instanceUid, toList()));
    }

    private static void report(Heard meanwhile, int spooled) {
        System.out.printf(
                "Kafka away for %s: %d acknowledged, %d asked to come again, %d without an answer; %d wait on disk%n",
                OUTAGE, meanwhile.acknowledged(), meanwhile.refused(), meanwhile.unanswered(), spooled);
        assertThat(spooled).isPositive();
    }

    private IngestProcess start(IngestFixture fixture, Start start) throws IOException {
        return IngestProcess.start(
                folder,
                fixture.bootstrapServers(),
                start,
                Map.of(
                        "dicom-port",
                        Integer.toString(port),
                        "spool-limit",
                        Long.toString(OUTAGE.toSeconds() * SPOOLED_A_SECOND),
                        "kafka-timeout",
                        "3s",
                        "publish-timeout",
                        "6s"));
    }

    private static boolean isEmpty(IngestProcess service) {
        try {
            return service.unpublished() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void rest(Duration time) throws InterruptedException {
        new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static int dicomPort() {
        try {
            return Ports.free().dicom();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
