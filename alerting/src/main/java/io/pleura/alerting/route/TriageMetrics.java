package io.pleura.alerting.route;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.AlertChange;
import io.pleura.alerting.triage.Decision;
import java.time.Duration;
import java.util.Locale;

/// What the triage counts. Every name is registered at the start, so that a dashboard shows zeros and not gaps.
///
/// Counts are of work done: what a crash undoes and the restart does again is counted twice.
public final class TriageMetrics {

    private static final String CHANGES = "pleura.alerting.changes";
    private static final String IGNORED = "pleura.alerting.ignored";

    /// Counts for each reader what is no event and was passed over.
    public static final String UNREADABLE = "pleura.alerting.unreadable.records";

    private final MeterRegistry meters;
    private final Timer receiptToAlert;

    public TriageMetrics(MeterRegistry meters) {
        this.meters = meters;
        receiptToAlert = Timer.builder("pleura.alerting.receipt.to.alert")
                .description("from the arrival of a study's first positive radiograph to its alert")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(50))
                .maximumExpectedValue(Duration.ofMinutes(30))
                .register(meters);
        for (AlertChange change : AlertChange.values()) {
            meters.counter(CHANGES, "change", label(change));
        }
        for (Decision.Reason reason : Decision.Reason.values()) {
            meters.counter(IGNORED, "reason", label(reason));
        }
        meters.counter(UNREADABLE, "reader", "triage");
    }

    void changed(Alert alert) {
        meters.counter(CHANGES, "change", label(alert.change())).increment();
        if (alert.change() == AlertChange.RAISED) {
            receiptToAlert.record(Duration.between(alert.receivedAt(), alert.changedAt()));
        }
    }

    void ignored(Decision.Reason reason) {
        meters.counter(IGNORED, "reason", label(reason)).increment();
    }

    void unreadable() {
        meters.counter(UNREADABLE, "reader", "triage").increment();
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
