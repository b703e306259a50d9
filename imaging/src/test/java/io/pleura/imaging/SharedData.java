package io.pleura.imaging;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where real images lie that are not part of the project; tests that need them are skipped without.
public final class SharedData {

    private SharedData() {}

    /// From the environment variable PLEURA_SHARED_DATA, or next to the repository.
    public static Path require(String child) {
        Path root = Path.of(System.getProperty("pleura.root", ".."));
        Optional<Path> folder = Stream.concat(
                        Optional.ofNullable(System.getenv("PLEURA_SHARED_DATA")).stream()
                                .map(Path::of),
                        Stream.of(root.resolve("../shared/data"), root.resolve("../../shared/data")))
                .map(data -> data.resolve(child))
                .filter(Files::exists)
                .findFirst();
        assumeTrue(folder.isPresent(), () -> "skipped: no " + child + " in PLEURA_SHARED_DATA or ../shared/data");
        return folder.orElseThrow().normalize();
    }

    /// Lines of a comma-separated file without its header; quoted fields may hold commas.
    public static List<List<String>> table(Path csv) throws Exception {
        return Files.readAllLines(csv).stream()
                .skip(1)
                .map(line -> List.of(line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1)))
                .toList();
    }
}
