package io.pleura.standalone.demo;

import io.pleura.events.Rejected;
import io.pleura.standalone.watch.EventWatch;
import io.pleura.standalone.watch.Percentiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a demonstration ends with.
///
/// @param sent objects sent
/// @param latencies from an object's receipt to its alert's arrival at the page's feed
record DemoSummary(int sent, EventWatch.Seen seen, List<Duration> latencies, boolean complete) {

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("%nsent       %5d objects over C-STORE%n".formatted(sent));
        text.append("received   %5d radiographs%n".formatted(seen.received().size()));
        text.append("scored     %5d%n".formatted(seen.scored().size()));
        text.append("rejected   %5d %s%n".formatted(seen.rejected().size(), reasons()));
        text.append("alerts     %5d%n".formatted(seen.raised().size()));
        if (!latencies.isEmpty()) {
            Percentiles percentiles = Percentiles.of(latencies);
            text.append("from receipt to alert: p50 %d ms, p99 %d ms (%d alerts)%n"
                    .formatted(
                            percentiles.median().toMillis(), percentiles.p99().toMillis(), percentiles.count()));
        }
        if (!complete) {
            text.append("NOT COMPLETE: not everything that was sent has come out yet\n");
        }
        return text.toString();
    }

    private String reasons() {
        Map<String, Long> reasons = seen.rejected().stream()
                .collect(Collectors.groupingBy(Rejected::getReasonCode, TreeMap::new, Collectors.counting()));
        return reasons.isEmpty()
                ? ""
                : reasons.entrySet().stream()
                        .map(reason -> reason.getKey() + " " + reason.getValue())
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
