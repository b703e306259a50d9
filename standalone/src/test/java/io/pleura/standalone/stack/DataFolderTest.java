package io.pleura.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

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
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void isClosedToOtherUsers() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.root())))
                .isEqualTo("rwx------");
    }

    @Test
    void belongsToOneStackAtATime() throws Exception {
        try (var lock = data.lock()) {
            assertThat(lock.isOpen()).isTrue();
            // Within one JVM Java itself says no; between processes the file lock does.
            Assertions.assertThatExceptionOfType(OverlappingFileLockException.class)
                    .isThrownBy(data::lock);
        }
        data.lock().close();
    }
}
