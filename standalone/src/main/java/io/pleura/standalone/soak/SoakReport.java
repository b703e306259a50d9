package io.pleura.standalone.soak;

import io.pleura.standalone.audit.Balance;
import io.pleura.standalone.audit.Reconciliation;
import io.pleura.standalone.stack.Member;
import io.pleura.standalone.stack.Ports;
import io.pleura.standalone.stack.Stack;
import io.pleura.standalone.stack.StackSettings;
import io.pleura.standalone.watch.Percentiles;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/// A soak of a running stack, and what came of it.
///
/// @param tally what senders were told
/// @param receipts what the log says of the same
/// @param balance of all topics
/// @param growth of ingest's memory, threads and files
public record SoakReport(Tally tally, Receipts receipts, Balance balance, Growth growth) {

    /// Of each sender between objects.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final double MEBIBYTE = 1 << 20;

    /// @param seed like no other run's on the same stack
    public static SoakReport of(Stack stack, int associations, Duration duration, long seed)
            throws InterruptedException {
        Ports ports = stack.ports();
        Soak soak = new Soak(
                new InetSocketAddress(Ports.HOST, ports.dicom()),
                StackSettings.ROUTINE_CALLER,
                StackSettings.AE_TITLE,
                associations,
                PAUSE);
        URI metrics = URI.create("http://" + Ports.HOST + ":" + ports.management(Member.INGEST) + "/q/metrics");
        try (GrowthWatch watch = new GrowthWatch(stack.processId(Member.INGEST), metrics, duration)) {
            Tally tally = soak.run(duration, seed);
            return new SoakReport(
                    tally,
                    Receipts.settled(ports.kafkaBootstrap(), tally.acknowledged()),
                    Reconciliation.run(ports.kafkaBootstrap()),
                    watch.growth());
        }
    }

    /// Whether nobody with a whole line was refused, nothing is lost or twice, and nothing grew.
    public boolean held() {
        return tally.failed() == 0 && receipts.balance() && balance.balances() && growth.flat();
    }

    /// A few lines for a terminal.
    public String text() {
        StringBuilder text = new StringBuilder();
        tally.failures().forEach((failure, times) -> text.append(line("FAILED      %d times: %s", times, failure)));
        Percentiles latency = Percentiles.of(tally.latencies());
        text.append(line(
                "good lines  %d stored, median %d ms, 99th percentile %d ms",
                tally.stored(Line.GOOD),
                latency.median().toMillis(),
                latency.p99().toMillis()));
        text.append(line("slow lines  %d stored", tally.stored(Line.SLOW)));
        text.append(
                line("cut lines   %d broken off, %d stored before they were", tally.broken(), tally.stored(Line.CUT)));
        text.append(line("refused     %d of those with a whole line", tally.failed()));
        text.append(line(
                "receipts    %d acknowledged: %d lost, %d twice; %d came whole and nobody heard the answer",
                tally.acknowledged().size(), receipts.lost(), receipts.twice(), receipts.unannounced()));
        text.append(vitals("early", growth.early())).append(vitals("late", growth.late()));
        text.append(growth.flat() ? "memory      flat\n" : "memory      GREW\n").append(balance.report());
        return text.toString();
    }

    private static String vitals(String when, Vitals vitals) {
        return line(
                "ingest %-5s heap %.1f MiB, buffers %.1f MiB, %.0f threads, %.0f files",
                when,
                vitals.heapBytes() / MEBIBYTE,
                vitals.offHeapBytes() / MEBIBYTE,
                vitals.threads(),
                vitals.files());
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + "\n";
    }
}
