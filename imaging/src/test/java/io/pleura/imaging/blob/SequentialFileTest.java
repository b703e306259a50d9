package io.pleura.imaging.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pleura.schemas.ContentHash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequentialFileTest {

    private static final int BUFFER = AlignedBuffers.BUFFER_BYTES;

    private final TempFolder folder;

    SequentialFileTest(@TempDir Path folder) {
        this.folder = new TempFolder(folder);
    }

    @ParameterizedTest(name = "{0} buffers and {1} bytes in pieces of up to {2}, {3} buffers to be had")
    @CsvSource(textBlock = """
            0,     0,       1, 2
            0,     1,       1, 2
            0,   700,      90, 0
            1,    -1,   70000, 2
            1,     0,   70000, 2
            1,     1,   70000, 2
            2,     0, 3000000, 2
            5,  4095,  131072, 2
            5,  4096,  131072, 2
            5,   777, 9999999, 2
            5,   777,  131072, 1
            5,   777,  131072, 0
            9,     0, 3000000, 3
            9,     1,  131072, 9
            """)
    void holdsAndHashesWhatWasWritten(int full, int more, int piece, int most) throws Exception {
        byte[] bytes = new byte[full * BUFFER + more];
        Random random = new Random(full * 31L + more);
        random.nextBytes(bytes);
        AlignedBuffers buffers = new AlignedBuffers(most);
        try (TempFolder.TempFile temp = folder.create()) {
            try (SequentialFile file = new SequentialFile(temp, buffers)) {
                for (int at = 0; at < bytes.length; ) {
                    int length = Math.min(1 + random.nextInt(piece), bytes.length - at);
                    at += random.nextBoolean() ? written(file, bytes, at, length) : read(file, bytes, at, length);
                }
                assertThat(file.hash()).isEqualTo(ContentHash.of(bytes));
                file.complete();
            }

            assertThat(Files.readAllBytes(temp.path())).isEqualTo(bytes);
        }
        assertThat(all(buffers)).as("buffers are back").hasSize(most);
    }

    @Test
    void takesNoMoreFromASourceThanItMay() throws Exception {
        AlignedBuffers buffers = new AlignedBuffers(1);
        try (TempFolder.TempFile temp = folder.create();
                SequentialFile file = new SequentialFile(temp, buffers)) {
            InputStream source = new ByteArrayInputStream(new byte[10]);
            ReadableByteChannel channel = Channels.newChannel(source);

            assertThat(file.readFrom(channel, 7)).isEqualTo(7);
            assertThat(source.available()).isEqualTo(3);
            assertThat(file.readFrom(channel, 7)).isEqualTo(3);
            assertThat(file.readFrom(channel, 7)).isEqualTo(-1);
            assertThat(file.hash()).isEqualTo(ContentHash.of(new byte[10]));
        }
    }

    private static int written(SequentialFile file, byte[] bytes, int offset, int length) throws IOException {
        file.write(bytes, offset, length);
        return length;
    }

    private static int read(SequentialFile file, byte[] bytes, int offset, int length) throws IOException {
        return file.readFrom(Channels.newChannel(new ByteArrayInputStream(bytes, offset, length)), length);
    }

    @Test
    void goesPastTheCacheOnAnOrdinaryDisk() throws Exception {
        try (TempFolder.TempFile temp = folder.create()) {
            String type = Files.getFileStore(temp.path()).type();
            assumeTrue(Set.of("ext4", "xfs").contains(type), "the file system is " + type);

            assertThat(temp.uncached()).isPresent();
        }
    }

    @Test
    void saysWhyAWriteFailedAndGivesItsBuffersBack() throws Exception {
        AlignedBuffers buffers = new AlignedBuffers(2);
        byte[] bytes = new byte[BUFFER];
        try (TempFolder.TempFile temp = folder.create()) {
            temp.uncached().orElseThrow().close();
            SequentialFile file = new SequentialFile(temp, buffers);
            file.write(bytes, 0, bytes.length); // fails behind our back

            assertThatThrownBy(() -> {
                        file.write(bytes, 0, bytes.length);
                        file.complete();
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("ClosedChannelException");
            file.close();
        }
        assertThat(all(buffers)).hasSize(2);
    }

    private static List<ByteBuffer> all(AlignedBuffers buffers) {
        List<ByteBuffer> all = new ArrayList<>();
        for (Optional<ByteBuffer> one = buffers.take(); one.isPresent(); one = buffers.take()) {
            all.add(one.get());
        }
        return all;
    }
}
