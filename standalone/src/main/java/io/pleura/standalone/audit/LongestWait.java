package io.pleura.standalone.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The radiograph that has been in flight for longest, at each place where there is one.
///
/// What nobody can read does not tell when it was received, and is none of them.
public record LongestWait(Map<Place, Oldest> at) {

    static final LongestWait NONE = new LongestWait(Map.of());

    /// Where a radiograph is that was received and has no outcome yet.
    public enum Place {
        INGEST("in ingest"),
        STAT("in the STAT lane"),
        ROUTINE("in the routine lane");

        private final String words;

        Place(String words) {
            this.words = words;
        }
    }

    /// @param radiograph its SOP Instance UID and content hash
    /// @param age since it was received
    public record Oldest(String radiograph, Duration age) {

        private Oldest older(Oldest other) {
            return age.compareTo(other.age) >= 0 ? this : other;
        }
    }

    public LongestWait {
        at = Map.copyOf(at);
    }

    /// Of one radiograph; it has waited for no time where the clock of who received it is ahead.
    static LongestWait of(Place place, String radiograph, Instant receivedAt, Instant now) {
        Duration age = Duration.between(receivedAt, now);
        return new LongestWait(Map.of(place, new Oldest(radiograph, age.isNegative() ? Duration.ZERO : age)));
    }

    LongestWait plus(LongestWait other) {
        Map<Place, Oldest> both = new EnumMap<>(Place.class);
        both.putAll(at);
        other.at.forEach((place, oldest) -> both.merge(place, oldest, Oldest::older));
        return new LongestWait(both);
    }

    /// One line for each place where one has waited for longer.
    List<String> beyond(Duration limit) {
        return places().filter(place -> oldest(place).age().compareTo(limit) > 0)
                .map(place -> "overdue: received %d s ago and still %s, the oldest there: %s"
                        .formatted(
                                oldest(place).age().toSeconds(),
                                place.words,
                                oldest(place).radiograph()))
                .toList();
    }

    @Override
    public String toString() {
        return places().map(place -> "for %d s %s".formatted(oldest(place).age().toSeconds(), place.words))
                .collect(Collectors.joining(", "));
    }

    private Stream<Place> places() {
        return Arrays.stream(Place.values()).filter(at::containsKey);
    }

    private Oldest oldest(Place place) {
        return Objects.requireNonNull(at.get(place));
    }
}
