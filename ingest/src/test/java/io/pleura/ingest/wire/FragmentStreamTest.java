package io.pleura.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A data set is the same, however it was cut, however it arrives and however it is read.
class FragmentStreamTest {

    private static final int CONTEXT = 3;
    private static final int MAX_PDU_BYTES = 1 << 17;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void givesTheDataSetThatWasSent(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] dataSet = new byte[random.nextInt(600_000)];
        random.nextBytes(dataSet);
        int[] largest = {20, 300, 5000, MAX_PDU_BYTES};
        byte[] sent = sent(dataSet, largest[random.nextInt(largest.length)]);

        assertThat(received(new ByteArrayInputStream(sent), random)).isEqualTo(dataSet);
        assertThat(received(new Connection(sent, random), random)).isEqualTo(dataSet);
    }

    private static byte[] sent(byte[] dataSet, int peerMaxLengthBytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FragmentWriter writer = new FragmentWriter(out, peerMaxLengthBytes, CONTEXT, false)) {
            writer.write(dataSet);
        }
        return out.toByteArray();
    }

    private static byte[] received(InputStream connection, Random random) throws IOException {
        PduReader reader = new PduReader(connection, MAX_PDU_BYTES);
        FragmentStream stream = FragmentStream.ofDataSet(reader, () -> assertData(reader.next()), CONTEXT);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            byte[] piece = piece(stream, 1 + random.nextInt(20_000), random.nextInt(4));
            if (piece.length == 0) {
                assertThat(stream.read()).isEqualTo(-1);
                return all.toByteArray();
            }
            all.write(piece);
        }
    }

    private static byte[] piece(FragmentStream stream, int most, int way) throws IOException {
        ByteBuffer buffer = way == 0 ? ByteBuffer.allocateDirect(most) : ByteBuffer.allocate(most);
        switch (way) {
            case 0, 1 -> stream.read(buffer);
            case 2 -> buffer.position(Math.max(stream.read(buffer.array(), 0, most), 0));
            default -> {
                int one = stream.read();
                buffer.put(0, (byte) one).position(one < 0 ? 0 : 1);
            }
        }
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    private static void assertData(Pdu pdu) {
        assertThat(pdu).isInstanceOf(Pdu.DataTransfer.class);
    }

    /// Gives as much as has arrived, which is known to be none now and then; as a channel too.
    private static final class Connection extends FilterInputStream implements ReadableByteChannel {

        private final Random random;

        Connection(byte[] sent, Random random) {
            super(new ByteArrayInputStream(sent));
            this.random = random;
        }

        @Override
        public int available() throws IOException {
            return random.nextInt(3) == 0 ? 0 : super.available();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(9000)));
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            byte[] bytes = new byte[target.remaining()];
            int count = read(bytes, 0, bytes.length);
            target.put(Arrays.copyOf(bytes, Math.max(count, 0)));
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    }
}
