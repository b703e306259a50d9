package io.pleura.standalone.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pleura.ingest.scu.Peer;
import io.pleura.standalone.stack.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SenderTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void takesFoldersWithAllThatIsInThem() throws Exception {
        Path single = Files.createFile(folder.resolve("z"));
        Path study = Files.createDirectories(folder.resolve("study/series"));
        Path first = Files.createFile(study.resolve("1.dcm"));
        Path second = Files.createFile(study.resolve("2.dcm"));
        Files.createFile(study.resolve(".hidden"));
        assertThat(Sender.filesUnder(List.of(single, folder.resolve("study")))).containsExactly(single, first, second);
    }

    @Test
    void takesAFolderThatIsALinkByItsNameAndFollowsNoLinkInAFolder() throws Exception {
        Path study = Files.createDirectories(folder.resolve("study"));
        Files.createFile(study.resolve("1.dcm"));
        Files.createSymbolicLink(study.resolve("everything"), folder);
        Path link = Files.createSymbolicLink(folder.resolve("link"), study);
        Path file = Files.createSymbolicLink(folder.resolve("2.dcm"), study.resolve("1.dcm"));
        assertThat(Sender.filesUnder(List.of(link, file))).containsExactly(link.resolve("1.dcm"), file);
    }

    @Test
    void everyFileHasAnOutcomeWhenNobodyListens() throws Exception {
        Path text = Files.writeString(folder.resolve("text.dcm"), "no DICOM");
        Destination nobody =
                Destination.of(Ports.HOST + ":" + Ports.free().dicom(), "PLEURA", "PLEURA_SEND", Optional.empty());
        Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
        new Sender(nobody, 3).send(List.of(text, text, text, text), outcomes::add);
        assertThat(outcomes).hasSize(4).allMatch(Outcome.Failed.class::isInstance);
    }

    @Test
    void refusesDestinationsAndNumbersThatMakeNoSense() {
        Destination destination = Destination.of("pacs.example:104", "PACS", "PLEURA_SEND", Optional.empty());
        assertThat(destination)
                .isEqualTo(new Destination(new Peer("pacs.example", 104, "PACS", Optional.empty()), "PLEURA_SEND"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Destination.of("pacs", "PACS", "PLEURA_SEND", Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Destination.of("pacs:70000", "PACS", "PLEURA_SEND", Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sender(destination, 65));
    }
}
