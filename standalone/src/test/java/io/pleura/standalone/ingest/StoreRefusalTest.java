package io.pleura.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.pleura.events.BytesAt;
import io.pleura.events.Rejected;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.ingest.Arrival;
import io.pleura.ingest.Outcome;
import io.pleura.ingest.receive.dimse.TestPeer;
import io.pleura.ingest.scu.StoreScu;
import io.pleura.ingest.scu.StoreStatus;
import io.pleura.ingest.wire.CommandSet;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import io.pleura.standalone.synthetic.FrontalChest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong with a request or with its pixels is answered, kept, reported and counted, like every other refusal.
@Timeout(180)
class StoreRefusalTest {

    private static final String DX = SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION;
    private static final int SIDE = 256;
    private static final int MAX_BYTES = 1 << 20;

    @RegisterExtension
    private static final RunningIngest running = new RunningIngest(Map.of());

    /// On a presentation context of Digital X-Ray Image Storage - For Presentation; a dash is for what is left out.
    @ParameterizedTest(name = "SOP class {1}, instance {2}")
    @CsvSource(delimiter = '|', textBlock = """
            3001 | 1.2.840.10008.5.1.4.1.1.1   | 2.25.30013 | a900 | SOP_CLASS_MISMATCH    | (0000,0002) is not that of the context
            3002 | -                           | 2.25.30023 | c002 | MISSING_IDENTIFIER    | no Affected SOP Class UID (0000,0002)
            3003 | 1.2.840.10008.5.1.4.1.1.1.1 | -          | c002 | MISSING_IDENTIFIER    | no Affected SOP Instance UID (0000,1000)
            3004 | -                           | -          | c002 | MISSING_IDENTIFIER    | no Affected SOP Class UID (0000,0002)
            3005 | 1.2.840.10008.5.1.4.1.1.1.1 | 2.25.300é  | a901 | SOP_INSTANCE_MISMATCH | (0008,0018) is not the announced one
            """)
    void aRequestThatIsWrongInItself(
            int number, String sopClass, String instance, String status, ReasonCode reason, String detail)
            throws Exception {
        DataSet dataSet = radiograph(number).pixels8(new byte[SIDE * SIDE]).build();
        double refused = running.fixture().refused(reason);
        try (TestPeer peer = new TestPeer(running.scp().port())) {
            peer.associate(TestPeer.request(DX));
            CommandSet response = peer.ask(CommandSet.storeRequest(1, text(sopClass), text(instance)), dataSet);
            assertThat(status(response)).isEqualTo(status);
            assertThat(response.text(CommandSet.ERROR_COMMENT))
                    .hasValueSatisfying(comment -> assertThat(comment).isEqualTo(reason + ": " + detail));
        }

        assertThat(running.fixture().refused(reason)).isEqualTo(refused + 1);
        assertThat(rejections(number)).singleElement().satisfies(event -> {
            assertThat(event.getReasonCode()).isEqualTo(reason.name());
            assertThat(event.getDetail()).isEqualTo(detail);
            assertThat(event.getStudyUid()).isEqualTo("2.25." + number + "1");
            assertThat(event.getBytesAt()).isEqualTo(BytesAt.QUARANTINE);
            assertThat(encoded(kept(event).dataSet())).isEqualTo(encoded(dataSet));
        });
    }

    @Test
    void aRequestThatIsWrongInItselfWhateverItsDataSetIs() throws Exception {
        byte[] text = "a letter, and no data set".repeat(20).getBytes(StandardCharsets.US_ASCII);
        try (TestPeer peer = new TestPeer(running.scp().port())) {
            peer.associate(TestPeer.request(DX));
            assertThat(status(peer.ask(CommandSet.storeRequest(1, DX, ""), text)))
                    .isEqualTo("c002");
            CommandSet other = CommandSet.storeRequest(1, SopClasses.CT_IMAGE_STORAGE, TestObjects.instanceUid(3013));
            assertThat(status(peer.ask(other, text))).isEqualTo("a900");
        }

        assertThat(rejections(3013))
                .extracting(Rejected::getReasonCode, Rejected::getBytesAt)
                .containsExactly(tuple("SOP_CLASS_MISMATCH", BytesAt.QUARANTINE));
    }

    /// Nothing is made up for what the request lacks.
    @Test
    void theFileOfAnObjectWithoutAnnouncedUidsHasNoneInItsMetaInformation() throws Exception {
        DataSet dataSet = radiograph(3010).pixels8(new byte[SIDE * SIDE]).build();
        try (TestPeer peer = new TestPeer(running.scp().port())) {
            peer.associate(TestPeer.request(DX));
            peer.ask(CommandSet.storeRequest(1, "", ""), dataSet);
        }

        DicomFile file = kept(rejections(3010).getFirst());
        assertThat(file.transferSyntax()).hasValue(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        assertThat(file.fileMeta().contains(Tags.MEDIA_STORAGE_SOP_CLASS_UID)).isFalse();
        assertThat(file.fileMeta().contains(Tags.MEDIA_STORAGE_SOP_INSTANCE_UID))
                .isFalse();
    }

    @Test
    void aRequestWithoutDataSet() throws Exception {
        double refused = running.fixture().refused(ReasonCode.MISSING_IDENTIFIER);
        try (TestPeer peer = new TestPeer(running.scp().port())) {
            peer.associate(TestPeer.request(DX));
            CommandSet response =
                    peer.ask(withoutDataSet(CommandSet.storeRequest(1, DX, TestObjects.instanceUid(3011))));
            assertThat(status(response)).isEqualTo("c002");
        }

        assertThat(running.fixture().refused(ReasonCode.MISSING_IDENTIFIER)).isEqualTo(refused + 1);
        assertThat(rejections(3011))
                .extracting(
                        Rejected::getReasonCode, Rejected::getBytesAt, Rejected::getContentHash, Rejected::getSizeBytes)
                .containsExactly(tuple("MISSING_IDENTIFIER", BytesAt.NOWHERE, null, 0L));
    }

    /// Somebody has to find it at its source.
    @Test
    void anObjectThatIsCutShortIsNamedAllTheSame() throws Exception {
        byte[] object = TestObjects.file(3012, same -> same);

        Outcome outcome = running.ingest()
                .pipeline()
                .ingest(Arrival.fromFolder(), new ByteArrayInputStream(Arrays.copyOf(object, object.length - 1000)));

        assertThat(outcome)
                .isEqualTo(new Outcome.Refused(
                        new Outcome.Identity(DX, TestObjects.instanceUid(3012)),
                        ReasonCode.TRUNCATED,
                        "the bytes end within (7FE0,0010)"));
        assertThat(rejections(3012))
                .extracting(Rejected::getReasonCode, Rejected::getStudyUid)
                .containsExactly(tuple("TRUNCATED", "2.25.30121"));
    }

    @ParameterizedTest(name = "{0}: {1} {2} bytes, {3}")
    @CsvSource(delimiter = '|', textBlock = """
            3020 | native       | 65536 | EXPLICIT_VR_LITTLE_ENDIAN | PA | 0000 | -
            3021 | native       | 65538 | EXPLICIT_VR_LITTLE_ENDIAN | PA | 0000 | -
            3022 | native       | 65534 | EXPLICIT_VR_LITTLE_ENDIAN | PA | c019 | UNDECODABLE_PIXELS: Pixel Data has 65534 of 65536 bytes
            3023 | native       | 65534 | IMPLICIT_VR_LITTLE_ENDIAN | PA | c019 | UNDECODABLE_PIXELS: Pixel Data has 65534 of 65536 bytes
            3024 | native       | 0     | EXPLICIT_VR_LITTLE_ENDIAN | PA | c014 | NO_PIXEL_DATA: Pixel Data (7FE0,0010) is empty
            3025 | native       | 65536 | RLE_LOSSLESS              | PA | c019 | UNDECODABLE_PIXELS: native Pixel Data, encapsulated syntax
            3026 | encapsulated | 65536 | EXPLICIT_VR_LITTLE_ENDIAN | PA | c019 | UNDECODABLE_PIXELS: encapsulated Pixel Data in a native syntax
            3027 | encapsulated | 0     | RLE_LOSSLESS              | PA | c014 | NO_PIXEL_DATA: Pixel Data: no fragment behind its offset table
            3028 | encapsulated | 2     | RLE_LOSSLESS              | PA | c019 | UNDECODABLE_PIXELS: the RLE header is cut off
            3030 | encapsulated | 65536 | RLE_LOSSLESS              | PA | c019 | UNDECODABLE_PIXELS: 0 RLE segments for cells of 1 bytes
            3029 | native       | 0     | EXPLICIT_VR_LITTLE_ENDIAN | LL | c011 | NOT_FRONTAL: View Position (0018,5101) is LL
            """)
    void pixelDataThatCannotBeTheImage(
            int number,
            String encoding,
            int sizeBytes,
            TransferSyntax syntax,
            String view,
            String status,
            String comment)
            throws Exception {
        byte[] pixels = new byte[sizeBytes];
        DataSetBuilder radiograph = radiograph(number).string(Tags.VIEW_POSITION, view);
        DataSet dataSet = (encoding.equals("native")
                        ? radiograph.pixels8(pixels)
                        : radiograph.encapsulatedPixels(sizeBytes == 0 ? List.of() : List.of(pixels)))
                .build();
        try (StoreScu scu = running.scu()) {
            assertThat(scu.store(DicomWriter.toBytes(DicomFile.of(dataSet, syntax))))
                    .isEqualTo(new StoreStatus(Integer.parseInt(status, 16), text(comment)));
        }
    }

    private static DataSetBuilder radiograph(int number) {
        return FrontalChest.header(
                "2.25." + number + "1", "2.25." + number + "2", TestObjects.instanceUid(number), SIDE, SIDE, 8);
    }

    private static List<Rejected> rejections(int number) {
        return running.fixture().rejections().stream()
                .filter(event -> TestObjects.instanceUid(number).equals(event.getSopInstanceUid()))
                .toList();
    }

    private static DicomFile kept(Rejected event) throws Exception {
        byte[] file = new BlobStore(running.folder().resolve("blobs"))
                .quarantine()
                .read(new ContentHash(event.getContentHash()), MAX_BYTES);
        return DicomReader.read(file, ReadLimits.DEFAULT);
    }

    private static byte[] encoded(DataSet dataSet) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DicomWriter.writeDataSet(dataSet, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, bytes);
        return bytes.toByteArray();
    }

    private static String status(CommandSet response) {
        return "%04x".formatted(response.number(CommandSet.STATUS).orElseThrow());
    }

    private static String text(String cell) {
        return cell.equals("-") ? "" : cell;
    }

    /// Command Data Set Type (0000,0800) says that none follows.
    private static CommandSet withoutDataSet(CommandSet request) throws IOException {
        ByteBuffer command = ByteBuffer.wrap(request.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (command.getShort(at + 2) != CommandSet.COMMAND_DATA_SET_TYPE) {
            at += 8 + command.getInt(at + 4);
        }
        command.putShort(at + 8, (short) CommandSet.NO_DATA_SET);
        return CommandSet.read(new ByteArrayInputStream(command.array()));
    }
}
