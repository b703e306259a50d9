package io.pleura.ingest.receive.stow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.ingest.receive.stow.MultipartReader.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {

    private static final String TWO_PARTS = "preamble\r\n--b\r\nContent-Type: application/dicom\r\n\r\none\r\n--b\r\n"
            + "content-type:application/dicom\r\nContent-Location: x\r\n\r\ntwo\r\n--b--\r\nepilogue";

    @Test
    void readsPartsWithTheirHeaders() throws IOException {
        MultipartReader reader = reader(TWO_PARTS);

        Part first = reader.next().orElseThrow();
        assertThat(first.headers()).containsEntry("content-type", "application/dicom");
        assertThat(first.content()).hasContent("one");
        Part second = reader.next().orElseThrow();
        assertThat(second.headers()).hasSize(2);
        assertThat(second.content()).hasContent("two");
        assertThat(reader.next()).isEmpty();
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void readsOverWhatNobodyReadOfAPart() throws IOException {
        MultipartReader reader = reader(TWO_PARTS);

        reader.next();
        assertThat(reader.next().orElseThrow().content()).hasContent("two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--b\r\n\r\none\r\n--b--",
                "--b  \r\n\r\none\r\n--b--",
                "\r\n--b\r\nX: y\r\n\r\none\r\n--b--\r\n",
            })
    void takesTheFormsThatTheStandardAllows(String body) throws IOException {
        assertThat(contents(body)).containsExactly("one");
    }

    @Test
    void aPartMayBeEmpty() throws IOException {
        assertThat(contents("--b\r\nX: y\r\n\r\n\r\n--b\r\nX: y\r\n\r\n--b--")).containsExactly("", "");
    }

    @Test
    void findsBoundariesWhereverTheyLie() throws IOException {
        long seed = 20261123;
        Random random = new Random(seed);
        for (int size : new int[] {0, 1, 65_500, 65_530, 65_534, 65_535, 65_536, 65_537, 200_000}) {
            byte[] part = new byte[size];
            random.nextBytes(part);
            // Near misses all over the place.
            for (int at = 0; at + 5 < size; at += 97) {
                System.arraycopy("\r\n--a".getBytes(StandardCharsets.US_ASCII), 0, part, at, 5);
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes("--b\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(part);
            body.writeBytes("\r\n--b--".getBytes(StandardCharsets.US_ASCII));

            MultipartReader reader = new MultipartReader(trickling(body.toByteArray(), random), "b");
            byte[] read = reader.next().orElseThrow().content().readAllBytes();

            assertThat(Arrays.equals(read, part))
                    .as("size %d, seed %d", size, seed)
                    .isTrue();
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void readsBodiesThatComeByteByByte() throws IOException {
        byte[] body = TWO_PARTS.getBytes(StandardCharsets.ISO_8859_1);
        InputStream byByte = new ByteArrayInputStream(body) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, 1));
            }
        };

        assertThat(contents(new MultipartReader(byByte, "b"))).containsExactly("one", "two");
    }

    /// Pixels have line ends in them that are none; each must not end a read.
    @Test
    void handsOutWhatThereIsInOnePiece() throws IOException {
        MultipartReader reader = reader("--b\r\n\r\n" + "\r\n--a\r".repeat(5000) + "\r\n--b--");

        byte[] piece = new byte[20_000];
        assertThat(reader.next().orElseThrow().content().read(piece)).isEqualTo(piece.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "no boundary", "--b\r\n\r\nbroken off", "--b\r\nX: y", "--bX\r\n\r\none\r\n--b--", "--b"})
    void refusesWhatIsNoMultipartBody(String body) {
        assertThatThrownBy(() -> contents(body)).isInstanceOf(MalformedMultipartException.class);
    }

    @Test
    void refusesHeadersWithoutEnd() {
        assertThatThrownBy(() -> contents("--b\r\n" + "x".repeat(100_000)))
                .isInstanceOf(MalformedMultipartException.class)
                .hasMessageContaining("16384");
    }

    @Test
    void refusesABoundaryThatIsNone() {
        assertThatThrownBy(() -> new MultipartReader(InputStream.nullInputStream(), ""))
                .isInstanceOf(MalformedMultipartException.class);
    }

    private static List<String> contents(String body) throws IOException {
        return contents(reader(body));
    }

    private static List<String> contents(MultipartReader reader) throws IOException {
        List<String> contents = new ArrayList<>();
        for (Optional<Part> part = reader.next(); part.isPresent(); part = reader.next()) {
            contents.add(new String(part.get().content().readAllBytes(), StandardCharsets.ISO_8859_1));
        }
        return contents;
    }

    private static MultipartReader reader(String body) throws MalformedMultipartException {
        return new MultipartReader(new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)), "b");
    }

    /// As the network brings it: in pieces of any length.
    private static InputStream trickling(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(30_000)));
            }
        };
    }
}
