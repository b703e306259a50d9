package io.pleura.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.pleura.imaging.TestRadiograph;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.imaging.codec.PixelDataExtent;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.PixelData;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tag;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import io.pleura.ingest.check.ObjectHeader;
import io.pleura.ingest.store.Intake.Content;
import io.pleura.ingest.store.Intake.Place;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {

    /// Tag and length.
    private static final int ITEM_BYTES = 8;

    private static final int DELIMITER_BYTES = 8;

    private static final int DEFLATABLE_PIXELS = 40_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private BlobStore blobs;

    @BeforeEach
    void openStore() {
        blobs = new BlobStore(folder);
    }

    @ParameterizedTest(name = "{0} bytes of pixels, from a channel: {1}")
    @CsvSource(textBlock = """
            200_000,   false
            200_000,   true
            3_000_000, false
            3_000_000, true
            """)
    void keepsTheBytesUnderTheirHash(String pixelBytes, boolean fromChannel) throws Exception {
        byte[] file = plain(Integer.parseInt(pixelBytes.replace("_", "")));
        try (Intake intake = receive(file, fromChannel)) {
            assertThat(intake.content()).isInstanceOf(Content.Object.class);
            assertThat(intake.hash()).isEqualTo(ContentHash.of(file));
            assertThat(intake.sizeBytes()).isEqualTo(file.length);
            assertThat(intake.keep()).isEqualTo(Place.BLOBS);
        }
        assertThat(blobs.read(ContentHash.of(file), file.length)).isEqualTo(file);
    }

    @Test
    void discardsWhatIsNotKept() throws IOException {
        byte[] file = plain(1000);
        receive(file).close();

        assertThat(blobs.contains(ContentHash.of(file))).isFalse();
    }

    @Test
    void staysWhereItWasPutFirst() throws IOException {
        try (Intake intake = receive(plain(1000))) {
            assertThat(intake.quarantine()).isEqualTo(Place.QUARANTINE);
            assertThat(intake.keep()).isEqualTo(Place.QUARANTINE);
            assertThat(blobs.quarantine().contains(intake.hash())).isTrue();
            assertThat(blobs.contains(intake.hash())).isFalse();
        }
    }

    @ParameterizedTest(name = "{0} bytes short")
    @ValueSource(ints = {1, 2, 100, 999})
    void noticesThatNativePixelDataAreCutOff(int missing) throws IOException {
        byte[] file = plain(1000);

        assertUnreadable(Arrays.copyOf(file, file.length - missing), ReasonCode.TRUNCATED);
    }

    @ParameterizedTest(name = "{0} bytes short")
    @ValueSource(ints = {1, 8, 9, 500})
    void noticesThatFragmentsAreCutOff(int missing) throws IOException {
        byte[] file = encapsulated();

        assertUnreadable(Arrays.copyOf(file, file.length - missing), ReasonCode.TRUNCATED);
    }

    /// Whoever scores it reads no more of them. The Basic Offset Table counts, too.
    @Test
    void takesAsManyFragmentsAsAreRead() throws IOException, DicomException {
        int most = ReadLimits.DEFAULT.maxElements();
        byte[] read = encapsulated(new byte[most - 1][2]);
        byte[] oneMore = encapsulated(new byte[most][2]);

        assertThat(extent(read))
                .hasValue(new PixelDataExtent(
                        true, 2L * (most - 1), ByteBuffer.wrap(new byte[PixelDataExtent.START_BYTES])));
        assertThat(DicomReader.read(read, ReadLimits.DEFAULT).dataSet().pixelData())
                .isPresent();
        assertUnreadable(oneMore, ReasonCode.LIMIT_EXCEEDED);
        assertThatThrownBy(() -> DicomReader.read(oneMore, ReadLimits.DEFAULT)).hasMessageContaining("fragments");
    }

    /// As whoever scores it would notice.
    @ParameterizedTest(name = "{0} bytes short")
    @ValueSource(ints = {1, 2, 100, 20_000})
    void noticesThatADeflatedDataSetIsCutOff(int missing) throws IOException {
        byte[] file = TestRadiograph.deflated(deflatable().build());

        assertUnreadable(Arrays.copyOf(file, file.length - missing), ReasonCode.TRUNCATED);
    }

    @Test
    void noticesThatADeflatedDataSetIsDamaged() throws IOException {
        byte[] file = TestRadiograph.deflated(deflatable().build());
        Arrays.fill(file, file.length - 20_000, file.length, (byte) 0xFF);

        assertUnreadable(file, ReasonCode.UNREADABLE_DICOM);
    }

    @Test
    void knowsHowMuchPixelDataIsDeflated() throws IOException {
        assertThat(extent(TestRadiograph.deflated(deflatable().build())))
                .hasValue(new PixelDataExtent(false, DEFLATABLE_PIXELS));
        assertThat(extent(TestRadiograph.deflated(
                        deflatable().pixels8(new byte[300]).build())))
                .hasValue(new PixelDataExtent(false, 300));
        assertThat(extent(TestRadiograph.deflated(
                        deflatable().encapsulatedPixels(List.of(new byte[300])).build())))
                .hasValue(ofFragments(new byte[300]));
    }

    /// Some kilobytes would inflate to what no decoder takes, and keep one busy.
    @Test
    void inflatesNoMoreThanAnImageTakes() throws IOException {
        byte[] bomb =
                TestRadiograph.deflated(deflatable().pixels8(new byte[20 << 20]).build());
        byte[] padded = TestRadiograph.deflated(deflatable()
                .bytes(new Tag(0xFFFC, 0xFFFC), Vr.OB, new byte[20 << 20])
                .build());

        assertUnreadable(bomb, ReasonCode.LIMIT_EXCEEDED);
        assertUnreadable(padded, ReasonCode.LIMIT_EXCEEDED);
    }

    /// What is refused for its header keeps its reason.
    @Test
    void inflatesNoImageThatNobodyDecodes() throws IOException {
        byte[] frames = TestRadiograph.deflated(deflatable()
                .string(Tags.NUMBER_OF_FRAMES, "500")
                .pixels8(new byte[20 << 20])
                .build());

        assertThat(extent(frames)).isEmpty();
    }

    /// Some senders leave the VR out, or write one with a short length, whatever the standard says of Pixel Data;
    /// imaging reads that, too. The first grey values would pass for a length, a large or a small one.
    @ParameterizedTest(name = "{0} {1}, {2} bytes short")
    @CsvSource(textBlock = """
            e8030000, 7f7f7f7f, 0
            e8030000, 01000000, 0
            e8030000, 7f7f7f7f, 1
            e8030000, 01000000, 1
            e8030000, 01000000, 500
            e8030000, 01000000, 1000
            5553e803, 7f7f7f7f, 0
            5553e803, 01000000, 1
            """)
    void followsPixelDataAsImagingReadsIt(String vrAndLength, String greys, int missing) throws Exception {
        byte[] file = plain(1000);
        int valueAt = file.length - 1000;
        byte[] unusual = Arrays.copyOf(file, file.length - 4);
        System.arraycopy(HexFormat.of().parseHex(vrAndLength + greys), 0, unusual, valueAt - 8, 8);
        assertThat(DicomReader.read(unusual, ReadLimits.DEFAULT).dataSet().bytes(Tags.PIXEL_DATA))
                .hasValueSatisfying(value -> assertThat(value.remaining()).isEqualTo(1000));

        if (missing > 0) {
            assertUnreadable(Arrays.copyOf(unusual, unusual.length - missing), ReasonCode.TRUNCATED);
        } else {
            try (Intake intake = receive(unusual)) {
                assertThat(intake.content()).isInstanceOf(Content.Object.class);
            }
        }
    }

    @Test
    void measuresPixelData() throws IOException {
        assertThat(extent(plain(1000))).hasValue(new PixelDataExtent(false, 1000));
        assertThat(extent(plain(0))).hasValue(new PixelDataExtent(false, 0));
        assertThat(extent(encapsulated())).hasValue(ofFragments(new byte[500]));
        assertThat(extent(DicomWriter.toBytes(DicomFile.of(DataSet.EMPTY, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN))))
                .isEmpty();
    }

    /// What a compressed image says of itself stands there, in whatever pieces it was cut.
    @Test
    void keepsTheFirstBytesOfTheFragments() throws IOException {
        byte[] frame = new byte[PixelDataExtent.START_BYTES + 2000];
        new Random(5).nextBytes(frame);
        byte[] start = Arrays.copyOf(frame, PixelDataExtent.START_BYTES);
        byte[] file = encapsulated(
                Arrays.copyOf(frame, 1000),
                Arrays.copyOfRange(frame, 1000, 1002),
                Arrays.copyOfRange(frame, 1002, frame.length));

        assertThat(extent(file)).hasValue(new PixelDataExtent(true, frame.length, ByteBuffer.wrap(start)));
    }

    /// Whoever passes on Pixel Data as UN, without a dictionary, passes on fragments.
    @Test
    void measuresFragmentsOfUnknownRepresentation() throws Exception {
        byte[] file = encapsulated();
        int vrAt = file.length - DELIMITER_BYTES - (ITEM_BYTES + 300) - (ITEM_BYTES + 200) - ITEM_BYTES - 8;
        file[vrAt] = 'U';
        file[vrAt + 1] = 'N';

        assertThat(extent(file)).hasValue(ofFragments(new byte[500]));
    }

    /// The undefined length that PS3.5 section A.4 wants is the last number before the Basic Offset Table.
    @ParameterizedTest(name = "a length {0} bytes too long")
    @ValueSource(ints = {0, 1, 3})
    void measuresFragmentsOfADefinedLength(int surplus) throws Exception {
        byte[] file = Arrays.copyOf(encapsulated(), encapsulated().length + surplus);
        int valueBytes = ITEM_BYTES + ITEM_BYTES + 300 + ITEM_BYTES + 200 + DELIMITER_BYTES + surplus;
        int lengthAt = file.length - valueBytes - Integer.BYTES;
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(lengthAt, valueBytes);

        assertThat(extent(file)).hasValue(ofFragments(new byte[500]));
        assertUnreadable(Arrays.copyOf(file, file.length - surplus - DELIMITER_BYTES - 1), ReasonCode.TRUNCATED);
        assertThat(fragments(file)).isEqualTo(2);
        file[lengthAt + Integer.BYTES] = 0; // no Basic Offset Table
        assertThat(extent(file)).hasValue(new PixelDataExtent(false, valueBytes));
    }

    /// The frame begins with the first item, where its offset table should be.
    @Test
    void measuresFragmentsWithoutAnOffsetTable() throws Exception {
        byte[] frame = new byte[300];
        frame[0] = 2; // RLE segments
        byte[] file = encapsulated(frame);
        int tableAt = file.length - DELIMITER_BYTES - (ITEM_BYTES + 300) - ITEM_BYTES;
        ByteArrayOutputStream tableless = new ByteArrayOutputStream();
        tableless.write(file, 0, tableAt);
        tableless.write(file, tableAt + ITEM_BYTES, file.length - tableAt - ITEM_BYTES);
        byte[] delimited = tableless.toByteArray();
        byte[] together = Arrays.copyOf(delimited, delimited.length - DELIMITER_BYTES);
        ByteBuffer.wrap(together).order(ByteOrder.LITTLE_ENDIAN).putInt(tableAt - Integer.BYTES, ITEM_BYTES + 300);

        for (byte[] unusual : List.of(delimited, together)) {
            assertThat(extent(unusual)).hasValue(ofFragments(frame));
            assertThat(fragments(unusual)).isEqualTo(1);
        }
    }

    /// Something else than the delimiter of the fragments stands behind them.
    @Test
    void measuresFragmentsThatNothingDelimits() throws Exception {
        byte[] file = encapsulated();
        Arrays.fill(file, file.length - DELIMITER_BYTES, file.length, (byte) 1);

        assertThat(extent(file)).hasValue(ofFragments(new byte[500]));
        assertThat(fragments(file)).isEqualTo(2);
    }

    /// A single fragment is there to its last byte; nothing is missing but the delimiter.
    @ParameterizedTest(name = "{0} bytes behind it")
    @ValueSource(ints = {0, 1})
    void measuresASingleFragmentThatTheFileEndsWith(int behind) throws Exception {
        byte[] file = encapsulated(new byte[300]);
        byte[] ending = Arrays.copyOf(file, file.length - DELIMITER_BYTES + behind);

        assertThat(extent(ending)).hasValue(ofFragments(new byte[300]));
        assertThat(fragments(ending)).isEqualTo(1);
        assertUnreadable(Arrays.copyOf(file, file.length - DELIMITER_BYTES - 1), ReasonCode.TRUNCATED);
        assertUnreadable(Arrays.copyOf(encapsulated(), encapsulated().length - DELIMITER_BYTES), ReasonCode.TRUNCATED);
    }

    private static PixelDataExtent ofFragments(byte[] joined) {
        return new PixelDataExtent(true, joined.length, ByteBuffer.wrap(joined));
    }

    /// As the decoder takes them.
    private static int fragments(byte[] file) throws DicomException {
        PixelData pixelData =
                DicomReader.read(file, ReadLimits.DEFAULT).dataSet().pixelData().orElseThrow();
        return switch (pixelData) {
            case PixelData.Native plain ->
                plain.inFragments().orElseThrow().fragments().size();
            case PixelData.Encapsulated frame -> frame.fragments().size();
        };
    }

    @Test
    void knowsTheHeaderOfWhatIsCutShort() throws IOException {
        byte[] file = plain(1000);
        try (Intake intake = receive(Arrays.copyOf(file, file.length - 1))) {
            assertThat(intake.content()).isInstanceOfSatisfying(Content.Unreadable.class, unreadable -> assertThat(
                            unreadable.header())
                    .hasValueSatisfying(header -> assertThat(header.dataSet().string(Tags.SOP_INSTANCE_UID))
                            .hasValue("1.2.3")));
        }
    }

    /// As in one whose last byte never comes: what is held then must be little, for there may be many of them.
    @Test
    void holdsLittleOfALongHeader() throws IOException {
        DataSet dataSet = DataSet.builder()
                .string(Tags.SOP_INSTANCE_UID, "1.2.3")
                .bytes(new Tag(0x0009, 0x1010), Vr.UN, new byte[15 << 20])
                .pixels8(new byte[1000])
                .build();
        byte[] file = DicomWriter.toBytes(DicomFile.of(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
        receive(file, false).close(); // loads classes

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try (Intake intake = receive(file, false)) {
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
            assertThat(intake.content()).isInstanceOf(Content.Object.class);
            assertThat(intake.hash()).isEqualTo(ContentHash.of(file));
        }
    }

    @Test
    void quarantinesATextFileWhole() throws Exception {
        byte[] text = "this is no DICOM file".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        try (Intake intake = receive(text)) {
            assertThat(intake.content())
                    .isInstanceOfSatisfying(Content.Unreadable.class, unreadable -> assertThat(unreadable.reason())
                            .isEqualTo(ReasonCode.UNREADABLE_DICOM));
            intake.quarantine();
        }
        assertThat(blobs.quarantine().read(ContentHash.of(text), text.length)).isEqualTo(text);
    }

    @ParameterizedTest(name = "from a channel: {0}")
    @ValueSource(booleans = {false, true})
    void stopsAtTheSizeLimit(boolean fromChannel) throws IOException {
        byte[] file = plain(700_000);
        try (Intake intake = Intake.receive(
                source(file, fromChannel),
                blobs,
                ObjectHeader.SELECTION,
                ReadLimits.DEFAULT.withMaxBytes(file.length - 1))) {
            assertThat(intake.content()).isEqualTo(new Content.TooLong("more than " + (file.length - 1) + " bytes"));
        }
        try (Intake intake = Intake.receive(
                source(file, fromChannel),
                blobs,
                ObjectHeader.SELECTION,
                ReadLimits.DEFAULT.withMaxBytes(file.length))) {
            assertThat(intake.content()).isInstanceOf(Content.Object.class);
        }
    }

    @ParameterizedTest(name = "from a channel: {0}")
    @ValueSource(booleans = {false, true})
    void leavesNothingBehindWhenTheSenderFails(boolean fromChannel) throws IOException {
        byte[] half = Arrays.copyOf(plain(700_000), 300_000);
        Source broken = new Source(half) {
            @Override
            void atEnd() throws IOException {
                throw new IOException("connection reset");
            }
        };
        InputStream source = fromChannel ? broken : new BufferedInputStream(broken);

        assertThatThrownBy(() -> Intake.receive(source, blobs, ObjectHeader.SELECTION, ReadLimits.DEFAULT))
                .isInstanceOf(TransferInterruptedException.class);
        assertThat(folder.resolve("temp")).isEmptyDirectory();
    }

    @Test
    void seesThroughFileMetaInformationToTheDataSet() {
        byte[] file = plain(1000);
        byte[] sameDataSet = file.clone();
        sameDataSet[0] = 1; // in the preamble
        byte[] otherDataSet = file.clone();
        otherDataSet[file.length - 1] ^= 1;

        assertThat(SameInstance.sameDataSet(file, sameDataSet)).isTrue();
        assertThat(SameInstance.sameDataSet(file, otherDataSet)).isFalse();
    }

    private Optional<PixelDataExtent> extent(byte[] file) throws IOException {
        try (Intake intake = receive(file)) {
            assertThat(intake.content()).isInstanceOf(Content.Object.class);
            return ((Content.Object) intake.content()).pixelData();
        }
    }

    private Intake receive(byte[] file) throws IOException {
        return receive(file, true);
    }

    private Intake receive(byte[] file, boolean fromChannel) throws IOException {
        return Intake.receive(source(file, fromChannel), blobs, ObjectHeader.SELECTION, ReadLimits.DEFAULT);
    }

    private static InputStream source(byte[] file, boolean channel) {
        return channel ? new Source(file) : new ByteArrayInputStream(file);
    }

    /// A sender whose bytes can be had as a channel, some at a time.
    private static class Source extends InputStream implements ReadableByteChannel {

        private static final int MOST_AT_ONCE = 9999;

        private final InputStream bytes;

        Source(byte[] file) {
            bytes = new ByteArrayInputStream(file);
        }

        void atEnd() throws IOException {}

        @Override
        public int read() throws IOException {
            int value = bytes.read();
            if (value < 0) {
                atEnd();
            }
            return value;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            byte[] piece = bytes.readNBytes(Math.min(target.remaining(), MOST_AT_ONCE));
            if (piece.length == 0) {
                atEnd();
                return -1;
            }
            target.put(piece);
            return piece.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    private void assertUnreadable(byte[] file, ReasonCode reason) throws IOException {
        for (boolean fromChannel : new boolean[] {false, true}) {
            try (Intake intake = receive(file, fromChannel)) {
                assertThat(intake.content())
                        .isInstanceOfSatisfying(Content.Unreadable.class, unreadable -> assertThat(unreadable.reason())
                                .isEqualTo(reason));
            }
        }
    }

    /// Of noise, which takes as much as it is.
    private static DataSetBuilder deflatable() {
        byte[] pixels = new byte[DEFLATABLE_PIXELS];
        new Random(1).nextBytes(pixels);
        return DataSet.builder()
                .string(Tags.SOP_INSTANCE_UID, "1.2.3")
                .string(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
                .integer(Tags.ROWS, 200)
                .integer(Tags.COLUMNS, DEFLATABLE_PIXELS / 200)
                .integer(Tags.BITS_ALLOCATED, 8)
                .pixels8(pixels);
    }

    private static byte[] plain(int pixelBytes) {
        DataSet dataSet = DataSet.builder()
                .string(Tags.SOP_CLASS_UID, SopClasses.COMPUTED_RADIOGRAPHY_IMAGE_STORAGE)
                .string(Tags.SOP_INSTANCE_UID, "1.2.3")
                .pixels8(new byte[pixelBytes])
                .build();
        return DicomWriter.toBytes(DicomFile.of(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }

    private static byte[] encapsulated() {
        return encapsulated(new byte[300], new byte[200]);
    }

    private static byte[] encapsulated(byte[]... fragments) {
        DataSet dataSet = DataSet.builder()
                .string(Tags.SOP_INSTANCE_UID, "1.2.3")
                .encapsulatedPixels(List.of(fragments))
                .build();
        return DicomWriter.toBytes(DicomFile.of(dataSet, TransferSyntax.RLE_LOSSLESS));
    }
}
