package io.pleura.standalone.audit;

import java.util.ArrayList;
import java.util.List;

/// The outcome of a reconciliation.
///
/// @param accepted radiographs that became RadiographReceived events
/// @param refusedOnArrival objects that ingest refused, each with a Rejected event
/// @param rejectedByInference accepted, then refused because they could not be scored
/// @param inFlight accepted, not yet committed by inference
/// @param alerts studies that have an alert
/// @param problems what does not balance, one line each with its identifiers; at most [#MAX_PROBLEMS] and how many more
public record Balance(
        long accepted,
        long refusedOnArrival,
        long scored,
        long rejectedByInference,
        long inFlight,
        long alerts,
        List<String> problems) {

    static final Balance EMPTY = new Balance(0, 0, 0, 0, 0, 0, List.of());

    private static final int MAX_PROBLEMS = 1000;

    public Balance {
        problems = List.copyOf(problems.subList(0, Math.min(problems.size(), MAX_PROBLEMS)));
    }

    public long received() {
        return accepted + refusedOnArrival;
    }

    public long rejected() {
        return rejectedByInference + refusedOnArrival;
    }

    public boolean balances() {
        return problems.isEmpty() && received() == scored + rejected() + inFlight;
    }

    Balance plus(Balance other) {
        List<String> all = new ArrayList<>(problems);
        all.addAll(other.problems);
        return new Balance(
                accepted + other.accepted,
                refusedOnArrival + other.refusedOnArrival,
                scored + other.scored,
                rejectedByInference + other.rejectedByInference,
                inFlight + other.inFlight,
                alerts + other.alerts,
                all);
    }

    /// A few lines for a terminal.
    public String report() {
        StringBuilder text = new StringBuilder();
        problems.forEach(problem -> text.append(problem).append('\n'));
        text.append("received   %8d   (%d accepted, %d refused on arrival)%n"
                .formatted(received(), accepted, refusedOnArrival));
        text.append("scored     %8d%n".formatted(scored));
        text.append("rejected   %8d   (%d on arrival, %d by inference)%n"
                .formatted(rejected(), refusedOnArrival, rejectedByInference));
        text.append("in flight  %8d%n".formatted(inFlight));
        text.append("alerts     %8d   studies%n".formatted(alerts));
        text.append("%s: %d %s %d + %d + %d%s%n"
                .formatted(
                        balances() ? "balances" : "DOES NOT BALANCE",
                        received(),
                        received() == scored + rejected() + inFlight ? "=" : "!=",
                        scored,
                        rejected(),
                        inFlight,
                        problems.isEmpty() ? "" : "; problems: " + problems.size()));
        return text.toString();
    }
}
