package io.pleura.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFolderTest {

    private static final String KAFKA = "127.0.0.1:19092";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temporary;

    @SuppressWarnings("NullAway.Init")
    private DataFolder data;

    @BeforeEach
    void create() throws Exception {
        data = new DataFolder(temporary.resolve("data"));
        data.create();
    }

    @Test
    void keepsOnePasswordForItsOwnerAlone() throws Exception {
        String password = data.password();
        assertThat(password).matches("[A-Za-z0-9_-]{16}");
        assertThat(data.password()).isEqualTo(password);
        Path file = data.root().resolve("password");
        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void isClosedToOtherUsers() throws Exception {
        assertThat(permissions(data.root())).isEqualTo("rwx------");
    }

    @Test
    void belongsToOneStackAtATime() throws Exception {
        try (var lock = data.lock(KAFKA)) {
            assertThat(lock.isOpen()).isTrue();
            // Within one JVM Java itself says no; between processes the file lock does.
            Assertions.assertThatExceptionOfType(OverlappingFileLockException.class)
                    .isThrownBy(() -> data.lock(KAFKA));
        }
        data.lock(KAFKA).close();
    }

    @Test
    void makesAPasswordWhereAStartWasCutShortBeforeItWasWritten() throws Exception {
        Path file = Files.createFile(data.root().resolve("password"));
        Files.writeString(data.root().resolve("password.part"), "ha");
        String password = data.password();
        assertThat(password).matches("[A-Za-z0-9_-]{16}");
        assertThat(file).hasContent(password);
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(data.root().resolve("password.part")).doesNotExist();
    }

    @Test
    void leavesAFolderOfSomethingElseAsItIs() throws Exception {
        Path other = folder("rwxr-xr-x");
        Files.createFile(other.resolve("thesis.tex"));
        assertThatExceptionOfType(StackException.class)
                .isThrownBy(new DataFolder(other)::create)
                .withMessageContaining(other + " is no data folder of Pleura and not empty: it has thesis.tex")
                .withMessageContaining("--data");
        assertThat(permissions(other)).isEqualTo("rwxr-xr-x");
        assertThat(other.toFile().list()).containsExactly("thesis.tex");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "build.log", "fuzz", "fuzz.classpath", "lock"})
    void closesWhatItPutsIntoAFolderThatWasThereAndLeavesTheFolderItsMode(String present) throws Exception {
        DataFolder there = new DataFolder(folder("rwxr-xr-x"));
        if (!present.isEmpty()) {
            Files.createFile(there.root().resolve(present));
        }
        there.create();
        there.create();
        assertThat(permissions(there.root())).isEqualTo("rwxr-xr-x");
        try (Stream<Path> entries = Files.list(there.root())) {
            assertThat(entries.filter(Files::isDirectory)).hasSize(8).allSatisfy(part -> assertThat(permissions(part))
                    .isEqualTo("rwx------"));
        }
    }

    @Test
    void saysWhyAFolderCannotBeMade() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));
        for (Path impossible : List.of(file, file.resolve("data"))) {
            assertThatExceptionOfType(StackException.class)
                    .isThrownBy(new DataFolder(impossible)::create)
                    .withMessageContaining("the data folder " + impossible + " cannot be made: " + file)
                    .withMessageEndingWith("give another one with --data");
        }
    }

    @Test
    void tellsWhichStackIsRunningOnIt() throws Exception {
        assertThat(data.isOfStackAt(KAFKA)).as("not running").isFalse();
        try (var lock = data.lock(KAFKA)) {
            assertThat(lock.isOpen()).isTrue();
            assertThat(data.isOfStackAt(KAFKA)).isTrue();
            assertThat(data.isOfStackAt("127.0.0.1:19192")).as("on other ports").isFalse();
        }
        assertThat(data.isOfStackAt(KAFKA)).as("no longer running").isFalse();
        assertThat(new DataFolder(temporary.resolve("none")).isOfStackAt(KAFKA)).isFalse();
    }

    private Path folder(String permissions) throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("other"));
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
