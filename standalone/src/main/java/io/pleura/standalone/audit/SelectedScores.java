package io.pleura.standalone.audit;

import io.pleura.events.RadiographScored;
import io.pleura.schemas.Topic;
import io.pleura.standalone.audit.TopicReader.Located;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Scores that were found in the log, by their names and places: what they hold stays there until it is asked for.
///
/// For one thread.
final class SelectedScores {

    private final Set<ScoreName> names = new HashSet<>();
    private final Map<Integer, Stretch> stretches = new TreeMap<>();

    /// Offsets of a partition between which all are that were found there.
    private record Stretch(long begin, long end) {}

    void add(int partition, Located<RadiographScored> score) {
        if (names.add(ScoreName.of(score.event()))) {
            stretches.merge(
                    partition,
                    new Stretch(score.offset(), score.offset() + 1),
                    (before, added) -> new Stretch(before.begin(), added.end()));
        }
    }

    int size() {
        return names.size();
    }

    /// A set of the caller's own.
    Set<ScoreName> names() {
        return new HashSet<>(names);
    }

    /// Reads them again, each once.
    ///
    /// @throws io.pleura.standalone.stack.StackException when they cannot be read any more
    void forEach(TopicReader reader, Consumer<RadiographScored> action) {
        Set<ScoreName> left = names();
        stretches.forEach((partition, stretch) -> reader.readStretch(
                Topic.SCORES,
                partition,
                stretch.begin(),
                stretch.end(),
                score -> {
                    if (left.remove(ScoreName.of(score.event()))) {
                        action.accept(score.event());
                    }
                },
                // Told of when they were looked for.
                unreadable -> {}));
    }
}
