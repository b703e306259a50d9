package io.pleura.training;

import io.pleura.training.learning.RunFolder;
import io.pleura.training.learning.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the weights of a run have learned from, its own images and those of the runs before: nothing of it is called
/// unseen. A data set is known by its folder, whatever kind it is read as; phantoms are held back by their seeds.
final class SeenImages {

    private SeenImages() {}

    /// @param network in messages
    /// @throws IllegalArgumentException where the network was trained on images of the data set
    static void refuse(String network, TrainingSettings settings, String data) throws IOException {
        for (TrainingSettings run : chain(settings)) {
            refuse(network, run.seen(), data);
        }
    }

    /// The same where the data sets that the network has seen are known by their names.
    static void refuse(String network, List<String> known, String data) {
        if (known.stream().anyMatch(seen -> samePlace(seen, data))) {
            throw new IllegalArgumentException(
                    "%s was trained on %s; unseen of it is what it held back alone, on which ./pleura report tests without --data"
                            .formatted(network, data));
        }
    }

    /// The same for a network that is yet to be trained and is then measured on all of a data set.
    static void refuseFor(TrainingSettings settings, List<TrainingSettings.Source> beside, String on)
            throws IOException {
        for (TrainingSettings.Source source : beside) {
            if (samePlace(source.source(), on)) {
                throw new IllegalArgumentException(
                        "--data %s is trained on, so that no image of --on %s would be unseen"
                                .formatted(source.source(), on));
            }
        }
        if (settings.from() != null) {
            refuse(settings.from(), new RunFolder(Path.of(settings.from())).settings(), on);
        }
    }

    /// Refuses a run that holds back images which the weights that it starts from may have been trained on. Runs of one
    /// seed and the same data sets divide them alike, as long as the images are the same ({@link UnchangedSplit}).
    static void refuseOtherSplit(TrainingSettings settings) throws IOException {
        Set<String> known = new HashSet<>();
        for (TrainingSettings run : chain(settings)) {
            for (String seen : run.pretrainedOn()) {
                if (!known.contains(place(seen)) && holdsBack(settings, seen)) {
                    throw new IllegalArgumentException(
                            ("the weights of %s have seen images of %s, and nothing tells which: it was cross-validated on"
                                            + " them, or a run before it is gone. None of them can be held back")
                                    .formatted(settings.from(), seen));
                }
            }
            boolean shared = run.data().stream().anyMatch(source -> holdsBack(settings, source.source()));
            if (shared && !(run.seed() == settings.seed() && divided(run).equals(divided(settings)))) {
                throw new IllegalArgumentException(
                        ("%s was trained on %s with seed %d: with another seed or other data sets images that it has seen"
                                        + " would be held back to test on; say --seed %d and the same --data")
                                .formatted(settings.from(), String.join(", ", divided(run)), run.seed(), run.seed()));
            }
            run.data().forEach(source -> known.add(place(source.source())));
        }
    }

    /// The run and those before it, oldest first.
    private static List<TrainingSettings> chain(TrainingSettings settings) throws IOException {
        return Stream.concat(RunFolder.before(settings).stream(), Stream.of(settings))
                .toList();
    }

    static boolean holdsBack(TrainingSettings settings, String data) {
        return !data.equals(TrainingSettings.PHANTOMS)
                && settings.data().stream().anyMatch(source -> samePlace(source.source(), data));
    }

    /// The data sets of a run that are split by patient.
    private static Set<String> divided(TrainingSettings settings) {
        return settings.data().stream()
                .map(TrainingSettings.Source::source)
                .filter(source -> !source.equals(TrainingSettings.PHANTOMS))
                .map(SeenImages::spelled)
                .collect(Collectors.toSet());
    }

    /// A data set's name with its folder spelled in one way.
    static String spelled(String source) {
        return source.substring(0, source.indexOf(':') + 1) + place(source);
    }

    private static boolean samePlace(String one, String other) {
        return Objects.equals(place(one), place(other));
    }

    /// A data set's folder spelled in one way, links followed where it is there.
    private static String place(String name) {
        int colon = name.indexOf(':');
        if (colon < 0) {
            return name;
        }
        Path folder = Path.of(name.substring(colon + 1)).toAbsolutePath().normalize();
        try {
            return (Files.exists(folder) ? folder.toRealPath() : folder).toString();
        } catch (IOException e) {
            return folder.toString();
        }
    }
}
