package io.pleura.standalone;

import io.pleura.standalone.stack.DataFolder;
import io.pleura.standalone.stack.StackSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The disk of the stack whose books a command looks at.
final class DataOption {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "the --data of the stack on this machine (default: .pleura in the repository, where that stack"
                            + " is running)")
    private @Nullable Path data;

    boolean isGiven() {
        return data != null;
    }

    /// What was named, or this repository's folder while the stack with this Kafka runs on it: that of another stack
    /// would tell of other radiographs.
    Optional<DataFolder> folder(String kafka) {
        return folder(kafka, standard());
    }

    Optional<DataFolder> folder(String kafka, DataFolder standard) {
        if (data != null) {
            return Optional.of(new DataFolder(data));
        }
        return standard.isOfStackAt(kafka) ? Optional.of(standard) : Optional.empty();
    }

    /// Why there is none.
    static String missing(String kafka) {
        return "no stack with its Kafka at %s is running on %s"
                .formatted(kafka, standard().root());
    }

    private static DataFolder standard() {
        return DataFolder.in(StackSettings.repositoryOfThisProcess());
    }
}
