package io.pleura.standalone.audit;

import io.pleura.schemas.RecordPlace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// The outcome of a reconciliation.
///
/// @param waitingInIngest acknowledged radiographs whose event waits on ingest's disk; absent when that was not
/// looked at
/// @param accepted radiographs that became RadiographReceived events
/// @param refusedOnArrival objects that ingest refused, each with a Rejected event
/// @param rejectedByInference accepted, then refused because they could not be scored
/// @param inFlight accepted, not yet committed by inference
/// @param longestWait of those that are in flight, in ingest too where it was looked at
/// @param unreadable accepted, with an outcome that cannot be read
/// @param alerts studies that have an alert
/// @param awaitingAlert positive studies that alerting has yet to read
/// @param cut partitions, of what was received and came out, whose first records are deleted
/// @param passedOver the unreadable records that whoever asks knows of, one line each
/// @param problems what does not balance, one line each with its identifiers; of more than [#MAX_PROBLEMS] the first
public record Balance(
        OptionalLong waitingInIngest,
        long accepted,
        long refusedOnArrival,
        long scored,
        long rejectedByInference,
        long inFlight,
        LongestWait longestWait,
        long unreadable,
        long alerts,
        AwaitingAlert awaitingAlert,
        long cut,
        List<String> passedOver,
        List<String> problems) {

    static final Balance EMPTY = new Balance(
            OptionalLong.empty(), 0, 0, 0, 0, 0, LongestWait.NONE, 0, 0, AwaitingAlert.NONE, 0, List.of(), List.of());

    static final int MAX_PROBLEMS = 1000;

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
        passedOver = List.copyOf(passedOver);
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
        return received() == scored + rejected() + underWay() + unreadable;
    }

    /// With a problem more when a positive study waits for its alert for longer than that.
    public Balance alertedWithin(Duration limit) {
        if (awaitingAlert.oldest.compareTo(limit) <= 0) {
            return this;
        }
        return with(passedOver, joined(List.of(awaitingAlert.toString()), problems));
    }

    /// With a problem more for each place where a radiograph has been in flight for longer than that.
    public Balance scoredWithin(Duration limit) {
        return with(passedOver, joined(longestWait.beyond(limit), problems));
    }

    Balance waitingInIngest(long radiographs, LongestWait wait) {
        return with(OptionalLong.of(radiographs), longestWait.plus(wait), cut, passedOver, problems);
    }

    /// With what the log does not have any more.
    Balance withLosses(long newCut, List<String> losses) {
        return with(waitingInIngest, longestWait, newCut, passedOver, joined(losses, problems));
    }

    /// With these records, each a problem unless whoever asks knows of it.
    Balance withUnreadable(List<UnreadableRecord> records, Set<RecordPlace> known) {
        List<String> passedOver = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (UnreadableRecord record : records) {
            if (known.contains(record.place())) {
                passedOver.add(record.toString());
            } else {
                unknown.add("cannot be read: " + record);
            }
        }
        return with(passedOver, joined(unknown, problems));
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private Balance with(List<String> newPassedOver, List<String> newProblems) {
        return with(waitingInIngest, longestWait, cut, newPassedOver, newProblems);
    }

    private Balance with(
            OptionalLong newWaitingInIngest,
            LongestWait newLongestWait,
            long newCut,
            List<String> newPassedOver,
            List<String> newProblems) {
        return new Balance(
                newWaitingInIngest,
                accepted,
                refusedOnArrival,
                scored,
                rejectedByInference,
                inFlight,
                newLongestWait,
                unreadable,
                alerts,
                awaitingAlert,
                newCut,
                newPassedOver,
                newProblems);
    }

    /// Of another partition; nobody knows of one of them alone what waits in ingest.
    Balance plus(Balance other) {
        return new Balance(
                OptionalLong.empty(),
                accepted + other.accepted,
                refusedOnArrival + other.refusedOnArrival,
                scored + other.scored,
                rejectedByInference + other.rejectedByInference,
                inFlight + other.inFlight,
                longestWait.plus(other.longestWait),
                unreadable + other.unreadable,
                alerts + other.alerts,
                awaitingAlert.plus(other.awaitingAlert),
                cut + other.cut,
                joined(passedOver, other.passedOver),
                joined(problems, other.problems));
    }

    /// A few lines for a terminal.
    public String report() {
        StringBuilder text = new StringBuilder();
        passedOver.forEach(record -> text.append("passed over: ").append(record).append('\n'));
        problems.forEach(problem -> text.append(problem).append('\n'));
        text.append("received   %8d   (%d accepted, %d refused on arrival, %s)%n"
                .formatted(received(), accepted, refusedOnArrival, ingest("%d not published yet")));
        text.append("scored     %8d%n".formatted(scored));
        text.append("rejected   %8d   (%d on arrival, %d by inference)%n"
                .formatted(rejected(), refusedOnArrival, rejectedByInference));
        text.append("in flight  %8d   (%d wait for a worker, %s)%s%n"
                .formatted(
                        underWay(),
                        inFlight,
                        ingest("%d in ingest for Kafka"),
                        longestWait.at().isEmpty() ? "" : "; the oldest " + longestWait));
        if (unreadable > 0) {
            text.append("unreadable %8d   (outcomes that nobody knows)%n".formatted(unreadable));
        }
        text.append("alerts     %8d   studies%s%n"
                .formatted(alerts, awaitingAlert.studies == 0 ? "" : "; " + awaitingAlert));
        if (cut > 0) {
            text.append("what came before is deleted, and not in these books: %d partitions%n".formatted(cut));
        }
        text.append("%s: %d %s %d + %d + %d%s%s%s%n"
                .formatted(
                        balances() ? "balances" : "DOES NOT BALANCE",
                        received(),
                        addsUp() ? "=" : "!=",
                        scored,
                        rejected(),
                        underWay(),
                        unreadable == 0 ? "" : " + " + unreadable + " unreadable",
                        passedOver.isEmpty() ? "" : "; records passed over: " + passedOver.size(),
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
