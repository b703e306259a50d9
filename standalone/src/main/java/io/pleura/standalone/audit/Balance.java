package io.pleura.standalone.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The outcome of a reconciliation.
///
/// @param waitingInIngest acknowledged radiographs whose event waits on ingest's disk; absent when that was not
/// looked at
/// @param accepted radiographs that became RadiographReceived events
/// @param refusedOnArrival objects that ingest refused, each with a Rejected event
/// @param rejectedByInference accepted, then refused because they could not be scored
/// @param inFlight accepted, not yet committed by inference
/// @param alerts studies that have an alert
/// @param awaitingAlert positive studies that alerting has yet to read
/// @param problems what does not balance, one line each with its identifiers; of more than [#MAX_PROBLEMS] the first
public record Balance(
        OptionalLong waitingInIngest,
        long accepted,
        long refusedOnArrival,
        long scored,
        long rejectedByInference,
        long inFlight,
        long alerts,
        AwaitingAlert awaitingAlert,
        List<String> problems) {

    static final Balance EMPTY = new Balance(OptionalLong.empty(), 0, 0, 0, 0, 0, 0, AwaitingAlert.NONE, List.of());

    private static final int MAX_PROBLEMS = 1000;

    /// @param oldest since the first of them was scored; zero where there are none
    public record AwaitingAlert(long studies, Duration oldest) {

        static final AwaitingAlert NONE = new AwaitingAlert(0, Duration.ZERO);

        AwaitingAlert plus(AwaitingAlert other) {
            return new AwaitingAlert(
                    studies + other.studies, oldest.compareTo(other.oldest) > 0 ? oldest : other.oldest);
        }

        @Override
        public String toString() {
            return studies + " positive studies wait for alerting, the oldest for " + oldest.toSeconds() + " s";
        }
    }

    public Balance {
        problems = List.copyOf(problems.subList(0, Math.min(problems.size(), MAX_PROBLEMS)));
    }

    public long received() {
        return accepted + refusedOnArrival + waitingInIngest.orElse(0);
    }

    public long rejected() {
        return rejectedByInference + refusedOnArrival;
    }

    /// Those that wait in ingest, as far as known, and those that inference has yet to commit.
    public long underWay() {
        return inFlight + waitingInIngest.orElse(0);
    }

    public boolean balances() {
        return problems.isEmpty() && addsUp();
    }

    private boolean addsUp() {
        return received() == scored + rejected() + underWay();
    }

    /// With a problem more when a positive study waits for its alert for longer than that.
    public Balance alertedWithin(Duration limit) {
        if (awaitingAlert.oldest.compareTo(limit) <= 0) {
            return this;
        }
        List<String> all = new ArrayList<>(List.of(awaitingAlert.toString()));
        all.addAll(problems);
        return with(waitingInIngest, all);
    }

    Balance waitingInIngest(long radiographs) {
        return with(OptionalLong.of(radiographs), problems);
    }

    private Balance with(OptionalLong newWaitingInIngest, List<String> newProblems) {
        return new Balance(
                newWaitingInIngest,
                accepted,
                refusedOnArrival,
                scored,
                rejectedByInference,
                inFlight,
                alerts,
                awaitingAlert,
                newProblems);
    }

    /// Of another partition; nobody knows of one of them alone what waits in ingest.
    Balance plus(Balance other) {
        List<String> all = new ArrayList<>(problems);
        all.addAll(other.problems);
        return new Balance(
                OptionalLong.empty(),
                accepted + other.accepted,
                refusedOnArrival + other.refusedOnArrival,
                scored + other.scored,
                rejectedByInference + other.rejectedByInference,
                inFlight + other.inFlight,
                alerts + other.alerts,
                awaitingAlert.plus(other.awaitingAlert),
                all);
    }

    /// A few lines for a terminal.
    public String report() {
        StringBuilder text = new StringBuilder();
        problems.forEach(problem -> text.append(problem).append('\n'));
        text.append("received   %8d   (%d accepted, %d refused on arrival, %s)%n"
                .formatted(received(), accepted, refusedOnArrival, ingest("%d not published yet")));
        text.append("scored     %8d%n".formatted(scored));
        text.append("rejected   %8d   (%d on arrival, %d by inference)%n"
                .formatted(rejected(), refusedOnArrival, rejectedByInference));
        text.append("in flight  %8d   (%d wait for a worker, %s)%n"
                .formatted(underWay(), inFlight, ingest("%d in ingest for Kafka")));
        text.append("alerts     %8d   studies%s%n"
                .formatted(alerts, awaitingAlert.studies == 0 ? "" : "; " + awaitingAlert));
        text.append("%s: %d %s %d + %d + %d%s%n"
                .formatted(
                        balances() ? "balances" : "DOES NOT BALANCE",
                        received(),
                        addsUp() ? "=" : "!=",
                        scored,
                        rejected(),
                        underWay(),
                        problems.isEmpty() ? "" : "; problems: " + howMany()));
        return text.toString();
    }

    private String howMany() {
        return problems.size() + (problems.size() == MAX_PROBLEMS ? " or more" : "");
    }

    private String ingest(String words) {
        return waitingInIngest.isPresent()
                ? words.formatted(waitingInIngest.getAsLong())
                : "ingest's disk was not looked at";
    }
}
