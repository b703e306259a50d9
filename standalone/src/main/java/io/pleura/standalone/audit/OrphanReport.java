package io.pleura.standalone.audit;

import java.util.EnumMap;
import java.util.Map;

/// How many blobs, and bytes, of each kind a blob store holds.
///
/// @param unreadable records that may name any of them, and of which whoever asked did not know
public record OrphanReport(Map<Found, Count> counts, long unreadable) {

    /// What a blob is.
    public enum Found {
        NAMED("named by an event, or by a claim that waits"),
        YOUNG("named by nothing yet, too new to tell"),
        OTHER("no radiographs: eligibility rules, which events may yet name"),
        UNKNOWN("named by nothing that can be read, left where they are"),
        ORPHAN("orphans: named by nothing"),
        MOVED("orphans, moved aside to orphans/"),
        ASIDE("in orphans/, named by nothing"),
        AGAIN("in orphans/, named, and there again"),
        MISSED("in orphans/, NAMED NOW: bring them back"),
        RESTORED("brought back from orphans/");

        private final String meaning;

        Found(String meaning) {
            this.meaning = meaning;
        }
    }

    /// @param bytes of all together
    public record Count(long blobs, long bytes) {

        static final Count NONE = new Count(0, 0);

        Count plus(Count other) {
            return new Count(blobs + other.blobs, bytes + other.bytes);
        }
    }

    public OrphanReport {
        counts = Map.copyOf(counts);
    }

    public Count count(Found kind) {
        return counts.getOrDefault(kind, Count.NONE);
    }

    /// Whether nothing is left to do.
    public boolean clean() {
        return unreadable == 0
                && count(Found.ORPHAN).equals(Count.NONE)
                && count(Found.MISSED).equals(Count.NONE);
    }

    /// A line for each kind that there is.
    public String text() {
        StringBuilder text = new StringBuilder();
        new EnumMap<>(counts.isEmpty() ? Map.of(Found.NAMED, Count.NONE) : counts)
                .forEach((kind, count) ->
                        text.append("%10d blobs %15d bytes   %s%n".formatted(count.blobs, count.bytes, kind.meaning)));
        return text.toString();
    }
}
