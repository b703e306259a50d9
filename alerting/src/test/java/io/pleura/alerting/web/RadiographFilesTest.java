package io.pleura.alerting.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pleura.alerting.AlertingConfigTest;
import io.pleura.alerting.Samples;
import io.pleura.alerting.web.RadiographFiles.Read;
import io.pleura.imaging.TestBlobs;
import io.pleura.imaging.TestRadiograph;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.imaging.blob.BlobWriter;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import io.pleura.imaging.frame.Facing;
import io.pleura.imaging.frame.MemoryBudget;
import io.pleura.imaging.frame.Radiographs;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RadiographFilesTest {

    /// 2 x 4, 16 bits, the darkest value first and the brightest last.
    private static final byte[] RADIOGRAPH = dicom(2, 4, new short[] {0, 0, 100, 100, 100, 100, 200, 200});

    private static final int EDGE = 1024;

    private static byte[] dicom(int rows, int columns, short[] pixels) {
        DataSet dataSet = TestRadiograph.of(rows, columns, 16, false)
                .string(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
                .string(Tags.STUDY_DATE, "20261123")
                .string(Tags.PATIENT_NAME, "Ångström^Åsa^Maria")
                .string(Tags.PATIENT_ID, "42")
                .string(Tags.PATIENT_ORIENTATION, "R", "F")
                .pixels16(pixels)
                .build();
        return DicomWriter.toBytes(DicomFile.of(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }

    /// Of this many lines.
    private static byte[] dicom(int rows) {
        return dicom(rows, EDGE, new short[rows * EDGE]);
    }

    @SuppressWarnings("NullAway.Init")
    private Path root;

    @SuppressWarnings("NullAway.Init")
    private BlobStore blobs;

    @SuppressWarnings("NullAway.Init")
    private RadiographFiles files;

    @BeforeEach
    void open(@TempDir Path folder) {
        blobs = new BlobStore(folder);
        root = folder;
        files = files(MemoryBudget.ofThisHeap());
    }

    private RadiographFiles files(MemoryBudget memory) {
        return new RadiographFiles(
                AlertingConfigTest.config(Map.of("PLEURA_ALERTING_BLOB_FOLDER", root.toString())), memory);
    }

    @Test
    void readsWhoARadiographIsOfAndWhichWayTheyFace() throws Exception {
        ContentHash content = store(RADIOGRAPH);
        assertThat(files.header(content))
                .isEqualTo(new Read.Found<>(new RadiographHeader(
                        new PatientHeader("Ångström, Åsa Maria", "42", null, null, null, "20261123", null, null),
                        Facing.MIRRORED)));
    }

    @Test
    void saysNobodysNameWhenPrinted() {
        assertThat(new PatientHeader("Ångström, Åsa", "42", null, null, null, null, null, null))
                .hasToString("PatientHeader[not printed]");
    }

    @Test
    void deliversTheFrameAsSixteenBitsLittleEndian() throws Exception {
        ContentHash content = store(RADIOGRAPH);
        DeliveredFrame frame = found(files.frame(content, 2048));
        assertThat(frame.rows()).isEqualTo(2);
        assertThat(frame.columns()).isEqualTo(4);
        assertThat(frame.pixels()).hasSize(16).startsWith(0, 0).endsWith(0xff, 0xff);
        assertThat(found(files.frame(content, 2048))).isSameAs(frame);
    }

    @Test
    void deliversASmallerFrameAndTellsTheSourcesSize() throws Exception {
        ContentHash content = store(RADIOGRAPH);
        DeliveredFrame frame = found(files.frame(content, 2));
        assertThat(frame)
                .extracting(
                        DeliveredFrame::rows,
                        DeliveredFrame::columns,
                        DeliveredFrame::sourceRows,
                        DeliveredFrame::sourceColumns)
                .containsExactly(1, 2, 2, 4);
    }

    @Test
    void decodesAFrameOnceHoweverManyAskForIt() throws Exception {
        ContentHash content = store(dicom(EDGE));
        Set<DeliveredFrame> frames = Collections.newSetFromMap(new IdentityHashMap<>());
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService clinicians = Executors.newFixedThreadPool(16)) {
            List<Future<DeliveredFrame>> asked = IntStream.range(0, 16)
                    .mapToObj(i -> clinicians.submit(() -> {
                        go.await();
                        return found(files.frame(content, 2048));
                    }))
                    .toList();
            go.countDown();
            for (Future<DeliveredFrame> one : asked) {
                frames.add(one.get());
            }
        }
        assertThat(frames).hasSize(1);
    }

    @Test
    void refusesAFrameThatTheHeapCannotHold() throws Exception {
        byte[] dicom = dicom(EDGE);
        ContentHash content = store(dicom);
        long needed = Radiographs.memoryBytes(dicom.length, EDGE * EDGE);
        assertThat(files(new MemoryBudget(needed - (2 << 20))).frame(content, 2048))
                .isEqualTo(new Read.Refused<>(ReasonCode.LIMIT_EXCEEDED));
        RadiographFiles roomy = files(new MemoryBudget(needed));
        assertThat(roomy.frame(content, 2048)).isInstanceOf(Read.Found.class);
        assertThat(roomy.frame(content, 1024)).as("given back").isInstanceOf(Read.Found.class);
    }

    /// Everybody opens an alert at once, and each radiograph has tens of megabytes.
    @Test
    void readsWhoARadiographIsOfInLittleMemory() throws Exception {
        byte[] dicom = dicom(8 * EDGE);
        ContentHash content = store(dicom);
        files.header(store(dicom(EDGE))); // loads classes
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(files.header(content)).isInstanceOf(Read.Found.class);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(dicom.length / 10);
    }

    @Test
    void saysNobodysNameWhenTheBytesWereAlteredBehindIt() throws Exception {
        byte[] dicom = dicom(EDGE);
        ContentHash content = store(dicom);
        dicom[dicom.length - 1] ^= 1;
        Files.write(TestBlobs.file(root, content), dicom);
        assertThat(files.header(content)).isEqualTo(new Read.Refused<>(ReasonCode.BLOB_ALTERED));
        assertThat(files.frame(content, 2048)).isEqualTo(new Read.Refused<>(ReasonCode.BLOB_ALTERED));
    }

    @Test
    void refusesWhatIsMissingOrNoRadiograph() throws Exception {
        ContentHash text = store("no radiograph at all".getBytes(StandardCharsets.UTF_8));
        assertThat(files.frame(Samples.hash("absent"), 2048)).isEqualTo(new Read.Refused<>(ReasonCode.BLOB_MISSING));
        assertThat(files.frame(text, 2048)).isInstanceOf(Read.Refused.class);
        assertThat(files.header(text)).isInstanceOf(Read.Refused.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DOE^JOHN                | DOE, JOHN
            DOE^JOHN^Q^DR           | DOE, JOHN Q
            DOE                     | DOE
            ^JOHN                   | JOHN
            # ideographic and phonetic groups, PS3.5 annexes H to K
            Yamada^Tarou=山田^太郎=やまだ^たろう | Yamada, Tarou (山田 太郎, やまだ たろう)
            ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう    | ﾔﾏﾀﾞ, ﾀﾛｳ (山田 太郎, やまだ たろう)
            Hong^Gildong=洪^吉洞=홍^길동        | Hong, Gildong (洪 吉洞, 홍 길동)
            Wang^XiaoDong=王^小东=              | Wang, XiaoDong (王 小东)
            =山田^太郎=やまだ^たろう            | 山田 太郎 (やまだ たろう)
            ==やまだ^たろう                     | やまだ たろう
            ^^^=^^                              | ''
            """)
    void makesNamesReadable(String value, String readable) {
        assertThat(PatientHeader.readable(value)).isEqualTo(readable);
    }

    @Test
    void saysThatANameMayHaveGapsWhereNobodyKnowsItsCharacterSet() {
        DataSet radiograph = DataSet.builder()
                .string(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 999")
                .bytes(Tags.PATIENT_NAME, Vr.PN, new byte[] {'D', (byte) 0xE5, 'E'})
                .build();

        assertThat(PatientHeader.of(radiograph))
                .isEqualTo(new PatientHeader("D\uFFFDE", null, null, null, null, null, null, "ISO_IR 999"));
    }

    private static DeliveredFrame found(Read<DeliveredFrame> read) {
        return ((Read.Found<DeliveredFrame>) read).value();
    }

    private ContentHash store(byte[] bytes) throws Exception {
        try (BlobWriter writer = blobs.begin()) {
            writer.write(bytes);
            return writer.commit().hash();
        }
    }
}
