package io.pleura.ingest.scu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.ingest.scu.LeavingPeer.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a sender makes of peers that leave.
@Timeout(60)
class StoreScuTest {

    private static final byte[] EXPLICIT = file("1.2.3", TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    private static final byte[] IMPLICIT = file("1.2.4", TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);

    private final LeavingPeer peer;

    StoreScuTest() throws IOException {
        peer = new LeavingPeer();
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
    }

    @Test
    void sendsMuchOnOneAssociation() throws Exception {
        peer.onAssociation(End.RELEASE, LeavingPeer::answer, LeavingPeer::answer, LeavingPeer::answer);

        try (StoreScu scu = scu(Proposals.NONE)) {
            assertThat(scu.store(EXPLICIT).success()).isTrue();
            assertThat(scu.echo().success()).isTrue();
            assertThat(scu.store(EXPLICIT).success()).isTrue();
        }
        assertThat(peer.associations()).isEqualTo(1);
    }

    /// As some routers do.
    @Test
    void aPeerThatClosesTheConnectionWhereItShouldReleaseSpoilsNothing() throws Exception {
        peer.onAssociation(End.CLOSE_WHEN_ASKED, LeavingPeer::answer);
        peer.onAssociation(End.CLOSE_WHEN_ASKED, LeavingPeer::answer);

        try (StoreScu scu = scu(Proposals.NONE)) {
            assertThat(scu.store(EXPLICIT).success()).isTrue();
            assertThat(scu.store(IMPLICIT).success()).isTrue();
        }
        assertThat(peer.associations()).isEqualTo(2);
    }

    @Test
    void whatFilesNeedIsProposedAtOnce(@TempDir Path folder) throws Exception {
        peer.onAssociation(End.RELEASE, LeavingPeer::answer, LeavingPeer::answer);
        Path explicit = Files.write(folder.resolve("explicit"), EXPLICIT);
        Path implicit = Files.write(folder.resolve("implicit"), IMPLICIT);
        Path text = Files.writeString(folder.resolve("text"), "no DICOM");

        try (StoreScu scu = scu(Proposals.of(List.of(text, explicit, implicit)))) {
            assertThat(scu.store(explicit).success()).isTrue();
            assertThat(scu.store(implicit).success()).isTrue();
        }
        assertThat(peer.associations()).isEqualTo(1);
    }

    @Test
    void whatAPeerThatLeftMeanwhileNeverSawIsSentOnceMore() throws Exception {
        peer.onAssociation(End.LEAVE, LeavingPeer::answer);
        peer.onAssociation(End.LEAVE, LeavingPeer::answer, LeavingPeer::answerThenAbort);
        peer.onAssociation(End.RELEASE, LeavingPeer::answer);

        try (StoreScu scu = scu(Proposals.NONE)) {
            assertThat(scu.store(EXPLICIT).success()).isTrue();
            assertThat(scu.store(EXPLICIT).success()).isTrue();
            assertThat(scu.echo().success()).isTrue();
            assertThat(scu.store(EXPLICIT).success()).isTrue();
        }
        assertThat(peer.associations()).isEqualTo(3);
    }

    /// It may be the message that the peer cannot bear.
    @Test
    void onANewAssociationNothingIsSentTwice() throws Exception {
        peer.onAssociation(End.LEAVE, LeavingPeer::answer);
        peer.onAssociation(End.LEAVE, LeavingPeer::ignore);
        peer.onAssociation(End.RELEASE, LeavingPeer::answer);

        try (StoreScu scu = scu(Proposals.NONE)) {
            assertThat(scu.store(EXPLICIT).success()).isTrue();
            assertThatThrownBy(() -> scu.store(EXPLICIT)).isInstanceOf(IOException.class);
            assertThat(peer.associations()).isEqualTo(2);
            assertThat(scu.store(EXPLICIT).success()).as("the next").isTrue();
        }
    }

    @Test
    void whatWasAnsweredInPartIsNotSentTwice() throws Exception {
        peer.onAssociation(End.LEAVE, LeavingPeer::answer, LeavingPeer::answerInPart);

        try (StoreScu scu = scu(Proposals.NONE)) {
            assertThat(scu.store(EXPLICIT).success()).isTrue();
            assertThatThrownBy(() -> scu.store(EXPLICIT)).isInstanceOf(IOException.class);
        }
        assertThat(peer.associations()).isEqualTo(1);
    }

    private StoreScu scu(Proposals proposals) {
        return new StoreScu(
                new Peer("127.0.0.1", peer.port(), "PEER", Optional.empty()), "PLEURA", Timeouts.DEFAULT, proposals);
    }

    private static byte[] file(String uid, TransferSyntax syntax) {
        return DicomWriter.toBytes(DicomFile.of(
                DataSet.builder()
                        .string(Tags.SOP_CLASS_UID, SopClasses.COMPUTED_RADIOGRAPHY_IMAGE_STORAGE)
                        .string(Tags.SOP_INSTANCE_UID, uid)
                        .build(),
                syntax));
    }
}
