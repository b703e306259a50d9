package io.pleura.standalone;

import io.pleura.standalone.stack.DataFolder;
import io.pleura.standalone.stack.FileTree;
import io.pleura.standalone.stack.Member;
import io.pleura.standalone.stack.Ports;
import io.pleura.standalone.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A folder for a command that leaves nothing behind, and stacks in it: they listen on free ports, beside any other.
public final class TemporaryFolder implements AutoCloseable {

    private final Path folder;

    /// In the system's folder for temporary files.
    public TemporaryFolder(String prefix) throws IOException {
        folder = Files.createTempDirectory(prefix);
    }

    /// In another.
    TemporaryFolder(Path parent, String prefix) throws IOException {
        folder = Files.createTempDirectory(parent, prefix);
    }

    /// A new folder in it.
    public Path create(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    /// For a stack with its data in here.
    ///
    /// @param name of the folder with its data
    StackSettings stack(String name, Map<Member, Map<String, String>> environment) throws IOException {
        return new StackSettings(
                StackSettings.repositoryOfThisProcess(),
                new DataFolder(folder.resolve(name)),
                Ports.free(),
                StackSettings.STANDARD_CALLERS,
                environment);
    }

    /// Deletes it with all that is in it.
    @Override
    public void close() throws IOException {
        FileTree.delete(folder);
    }
}
