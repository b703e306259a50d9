package io.pleura.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What alarms watch.
class IngestMetricsTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @ParameterizedTest
    @CsvSource(textBlock = """
            published,   priority=stat
            published,   priority=routine
            received,    channel=dimse
            received,    channel=stow
            received,    channel=folder
            commitments, outcome=given_up
            """)
    void countFromZeroSoThatTheFirstOneIsAnIncrease(String counter, String tag) {
        new IngestMetrics(meters, List.of());

        Counter counted = meters.get("pleura.ingest." + counter)
                .tags(List.of(Tag.of(tag.split("=")[0], tag.split("=")[1])))
                .counter();
        assertThat(counted.count()).isZero();
    }
}
