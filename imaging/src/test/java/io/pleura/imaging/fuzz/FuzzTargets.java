package io.pleura.imaging.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// The targets of all modules on the class path, and what was found with them.
public final class FuzzTargets {

    private FuzzTargets() {}

    /// Those whose classes are in a package, or below it.
    public static List<FuzzTarget> in(String packageName) {
        return ServiceLoader.load(FuzzTarget.class).stream()
                .filter(provider -> provider.type().getName().startsWith(packageName + "."))
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /// By the name of its class.
    static FuzzTarget ofClass(String className) {
        try {
            return (FuzzTarget)
                    Class.forName(className).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no target " + className, e);
        }
    }

    /// Has the target take its seeds and what once did harm, which is in the module's `src/test/resources/fuzz/NAME`.
    ///
    /// @param resources of the module
    public static void requireHarmless(FuzzTarget target, Path resources) throws Exception {
        for (byte[] seed : target.seeds()) {
            Watch.accept(target, seed);
        }
        Path folder = resources.resolve("fuzz").resolve(target.name());
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    Watch.accept(target, Files.readAllBytes(file));
                }
            }
        }
    }
}
