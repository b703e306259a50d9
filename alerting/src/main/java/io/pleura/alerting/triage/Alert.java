package io.pleura.alerting.triage;

import io.pleura.schemas.AlertId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A study with at least one positive radiograph, as it stands after `version` changes.
///
/// @param version 1 when raised, then one more for each change
/// @param change the last change
/// @param escalationLevel 0 until the first escalation
/// @param escalateAt when nobody acknowledged by then, it escalates; null when no escalation is due
/// @param images positive radiographs, highest score first, at most [#MAX_IMAGES]
/// @param history oldest first, at most [#MAX_HISTORY]
/// @param receivedAt arrival of the first positive radiograph; waiting counts from here
public record Alert(
        AlertId id,
        long version,
        AlertState state,
        AlertChange change,
        Priority priority,
        int escalationLevel,
        @Nullable Instant escalateAt,
        List<Finding> images,
        List<HistoryEntry> history,
        Instant receivedAt,
        Instant raisedAt,
        Instant changedAt) {

    static final int MAX_IMAGES = 16;
    static final int MAX_HISTORY = 100;

    private static final Comparator<Finding> HIGHEST_SCORE_FIRST =
            Comparator.comparing(Finding::score).reversed();

    public Alert {
        images = List.copyOf(images);
        history = List.copyOf(history);
        if (images.isEmpty()) {
            throw new IllegalArgumentException("an alert without an image: " + id);
        }
    }

    /// The radiograph with the highest score, which is the alert's. Its side need not be the only one (`sides`).
    public Finding lead() {
        return images.getFirst();
    }

    /// The version that brought the latest radiograph: who saw an older one has not seen all radiographs. Every version
    /// has one entry in the history, the last one the present. Where the history no longer reaches back to it, the
    /// last version before the history: no radiograph came later than that.
    public long latestImageVersion() {
        for (int index = history.size() - 1; index >= 0; index--) {
            if (history.get(index).change().bringsAnImage()) {
                return version - (history.size() - 1 - index);
            }
        }
        return version - history.size();
    }

    /// Whether a radiograph came after the version that somebody saw. Who names no version is taken to have seen all.
    public boolean hasImageSince(@Nullable Long seenVersion) {
        return seenVersion != null && seenVersion < latestImageVersion();
    }

    /// Every side that any of the radiographs shows: what whoever is told of the alert must hear of, since the one that
    /// brought them here need not be the one with the highest score.
    public Laterality sides() {
        return sides(images.stream());
    }

    /// False when a radiograph names a side whose file does not state which way the patient faces: it may be the
    /// other side. Null when no radiograph names one, or nobody noted what a file states.
    public @Nullable Boolean sidesStated() {
        List<Finding> naming = images.stream().filter(Finding::namesASide).toList();
        if (naming.stream().anyMatch(finding -> Boolean.FALSE.equals(finding.facingStated()))) {
            return false;
        }
        boolean known = naming.stream().allMatch(finding -> finding.facingStated() != null);
        return known && !naming.isEmpty() ? true : null;
    }

    /// The images with one more; ties keep the order of arrival. What is over the limit is the lowest score, unless it
    /// alone shows a side: who is called because of that side must be told of it, and see it.
    List<Finding> imagesWith(Finding added) {
        List<Finding> all = Stream.concat(images.stream(), Stream.of(added))
                .sorted(HIGHEST_SCORE_FIRST)
                .toList();
        return all.size() <= MAX_IMAGES
                ? all
                : all.reversed().stream()
                        .map(each -> without(each, all))
                        .filter(rest -> sides(rest.stream()) == sides(all.stream()))
                        .findFirst()
                        .orElseThrow();
    }

    private static List<Finding> without(Finding left, List<Finding> all) {
        return all.stream().filter(each -> !each.equals(left)).toList();
    }

    private static Laterality sides(Stream<Finding> findings) {
        return findings.map(Finding::laterality).reduce(Laterality.UNDETERMINED, Laterality::and);
    }

    /// This alert one version later.
    Alert next(HistoryEntry entry, AlertState newState, int newLevel, @Nullable Instant newEscalateAt) {
        return new Alert(
                id,
                version + 1,
                newState,
                entry.change(),
                priority,
                newLevel,
                newEscalateAt,
                images,
                BoundedList.append(history, entry, MAX_HISTORY),
                receivedAt,
                raisedAt,
                entry.at());
    }

    /// This alert with one more radiograph, which can only raise its priority; same version.
    Alert with(Finding added, Priority addedPriority) {
        return new Alert(
                id,
                version,
                state,
                change,
                priority.orHigher(addedPriority),
                escalationLevel,
                escalateAt,
                imagesWith(added),
                history,
                receivedAt.isBefore(added.receivedAt()) ? receivedAt : added.receivedAt(),
                raisedAt,
                changedAt);
    }
}
