package io.pleura.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.events.BytesAt;
import io.pleura.events.Channel;
import io.pleura.events.Laterality;
import io.pleura.events.LocalizationMap;
import io.pleura.events.ModelReference;
import io.pleura.events.Priority;
import io.pleura.events.RadiographScored;
import io.pleura.events.Rejected;
import io.pleura.events.Source;
import io.pleura.events.Stage;
import io.pleura.events.StageTimings;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSerdeTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final String DETAIL = "ends at offset 132";
    private static final byte[] LOGITS = "four of 4 bytes!".getBytes(StandardCharsets.US_ASCII);

    /// 2,000,000,000 as Avro writes a length (specification, "Binary encoding": zig-zag, then variable length).
    private static final byte[] TWO_GIGABYTES = HexFormat.of().parseHex("80d0acf30e");

    private final EventSerde<Rejected> serde = EventSerde.of(Topic.REJECTIONS);
    private final EventSerde<RadiographScored> scores = EventSerde.of(Topic.SCORES);

    @Test
    void readsBackWhatItWrote() {
        assertThat(serde.fromBytes(serde.toBytes(rejected()))).isEqualTo(rejected());
        assertThat(scores.fromBytes(scores.toBytes(scored()))).isEqualTo(scored());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C301", "no event", "no event, and longer than a header"})
    void refusesBytesOfUnknownMeaning(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> serde.fromBytes(bytes))
                .isInstanceOf(SerializationException.class)
                .isNotInstanceOf(UnknownSchemaException.class);
    }

    @Test
    void tellsANewerSchemaFromNoEvent() {
        byte[] bytes = serde.toBytes(rejected());
        bytes[2]++;
        assertThatThrownBy(() -> serde.fromBytes(bytes)).isInstanceOf(UnknownSchemaException.class);
    }

    @Test
    void refusesAnEventThatIsCutShortAnywhere() {
        byte[] whole = scores.toBytes(scored());
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> scores.fromBytes(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(SerializationException.class);
        }
    }

    /// Who allocates what a length claims before it looks at what is there runs out of memory, each time it starts.
    @Test
    void believesNoLengthThatGoesBeyondTheEvent() {
        byte[] text = claimingTwoGigabytes(serde.toBytes(rejected()), DETAIL.getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> serde.fromBytes(text)).satisfies(EventSerdeTest::foundTheLengthTooLarge);

        byte[] map = claimingTwoGigabytes(scores.toBytes(scored()), LOGITS);
        assertThatThrownBy(() -> scores.fromBytes(map)).satisfies(EventSerdeTest::foundTheLengthTooLarge);
    }

    /// On a large heap, reading would end at the end of the bytes with the same exception, but without these words.
    private static void foundTheLengthTooLarge(Throwable refusal) {
        assertThat(refusal).isInstanceOf(SerializationException.class);
        assertThat(refusal.getCause())
                .isInstanceOf(EOFException.class)
                .hasMessageMatching("Attempted to read 2000000000 bytes, but only [0-9]+ bytes are available");
    }

    /// @param content stands in the event once, behind its length of one byte
    private static byte[] claimingTwoGigabytes(byte[] event, byte[] content) {
        int at = new String(event, StandardCharsets.ISO_8859_1)
                .indexOf(new String(content, StandardCharsets.ISO_8859_1));
        assertThat(event[at - 1]).isEqualTo((byte) (2 * content.length));
        return ByteBuffer.allocate(event.length - 1 + TWO_GIGABYTES.length)
                .put(event, 0, at - 1)
                .put(TWO_GIGABYTES)
                .put(event, at, event.length - at)
                .array();
    }

    private static Rejected rejected() {
        return Rejected.newBuilder()
                .setStage(Stage.INGEST)
                .setReasonCode(ReasonCode.TRUNCATED.name())
                .setDetail(DETAIL)
                .setBytesAt(BytesAt.QUARANTINE)
                .setSource(Source.newBuilder().setChannel(Channel.DIMSE).build())
                .setRejectedAt(NOW)
                .build();
    }

    private static RadiographScored scored() {
        return RadiographScored.newBuilder()
                .setStudyUid("1.2.3")
                .setSeriesUid("1.2.3.4")
                .setSopInstanceUid("1.2.3.4.5")
                .setContentHash("00".repeat(32))
                .setPriority(Priority.STAT)
                .setLogit(1)
                .setScore(0.75f)
                .setPositive(true)
                .setOperatingPoint("balanced")
                .setThreshold(0.5f)
                .setLaterality(Laterality.LEFT)
                .setRows(512)
                .setColumns(512)
                .setMap(new LocalizationMap(2, 2, ByteBuffer.wrap(LOGITS), 512, 1.0, 0.0, 0.0, 0.5))
                .setModel(new ModelReference("tiny", "1", "00".repeat(32), "1.29.0", "CPU", "ALL"))
                .setTimings(new StageTimings(1L, 2L, 3L, 4L, 5L))
                .setReceivedAt(NOW)
                .setScoredAt(NOW)
                .setWorker("inference-0")
                .build();
    }
}
