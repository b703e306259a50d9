package io.pleura.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.ingest.store.IdentityIndex;
import io.pleura.standalone.stack.DataFolder;
import io.pleura.standalone.stack.Member;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// On whose disk a command looks for what the running stack has not published.
class DataOptionTest {

    private static final String KAFKA = "127.0.0.1:19092";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temporary;

    @SuppressWarnings("NullAway.Init")
    private DataFolder standard;

    @SuppressWarnings("NullAway.Init")
    private DataFolder other;

    @BeforeEach
    void leaveAnIndexInTheStandardFolder() throws Exception {
        standard = new DataFolder(temporary.resolve(".pleura"));
        other = new DataFolder(temporary.resolve("other"));
        Files.createDirectories(IdentityIndex.folderIn(standard.work(Member.INGEST)));
        standard.lock(KAFKA).close();
        Files.createDirectories(other.root());
    }

    @Test
    void isThatOfTheStackWithThisKafka() throws Exception {
        try (FileChannel running = standard.lock(KAFKA)) {
            assertThat(running.isOpen()).isTrue();
            assertThat(option().folder(KAFKA, standard)).contains(standard);
        }
    }

    @Test
    void isNotWhatAnEarlierStackLeftWhileAnotherIsRunning() throws Exception {
        try (FileChannel running = other.lock(KAFKA)) {
            assertThat(running.isOpen()).isTrue();
            assertThat(option().folder(KAFKA, standard)).isEmpty();
        }
    }

    @Test
    void isNotThatOfAStackOnOtherPorts() throws Exception {
        try (FileChannel running = standard.lock("127.0.0.1:19192")) {
            assertThat(running.isOpen()).isTrue();
            assertThat(option().folder(KAFKA, standard)).isEmpty();
        }
    }

    @Test
    void isWhatWasNamed() {
        assertThat(option("--data", other.root().toString()).folder(KAFKA, standard))
                .contains(other);
    }

    private static DataOption option(String... arguments) {
        return CommandLine.populateCommand(new DataOption(), arguments);
    }
}
