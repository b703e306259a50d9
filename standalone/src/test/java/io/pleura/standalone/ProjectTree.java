package io.pleura.standalone;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The project's own folders, for tests that look at the project as a whole.
public final class ProjectTree {

    public static final List<String> MODULES =
            List.of("schemas", "imaging", "ingest", "inference", "alerting", "training", "standalone");

    private ProjectTree() {}

    public static Path root() {
        return Path.of(System.getProperty("pleura.root"));
    }

    /// What a module's production code was compiled to.
    ///
    /// @throws IllegalStateException where it has not been compiled: a rule over nothing would hold
    public static Path classes(String module) {
        Path classes = root().resolve(module).resolve("target/classes");
        if (!Files.isDirectory(classes)) {
            throw new IllegalStateException("module %s is not compiled: there is no %s".formatted(module, classes));
        }
        return classes;
    }

    /// The production classes of all modules, without those that are generated from the Avro schemas. Read once.
    public static JavaClasses production() {
        return Production.CLASSES;
    }

    private static final class Production {
        static final JavaClasses CLASSES = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/io/pleura/events/"))
                .importPaths(MODULES.stream().map(ProjectTree::classes).toList());
    }

    /// The test classes of every module that has been compiled together with its tests.
    public static JavaClasses tests() {
        return new ClassFileImporter()
                .importPaths(MODULES.stream()
                        .map(module -> root().resolve(module).resolve("target/test-classes"))
                        .filter(Files::isDirectory)
                        .toList());
    }

    /// A module's Java sources below `src/main/java`, as paths relative to that folder.
    public static List<Path> sources(String module) throws IOException {
        Path folder = root().resolve(module).resolve("src/main/java");
        try (var files = Files.walk(folder)) {
            List<Path> sources =
                    new ArrayList<>(files.filter(file -> file.toString().endsWith(".java"))
                            .map(folder::relativize)
                            .toList());
            sources.sort(null);
            return sources;
        }
    }
}
