package io.pleura.training.data;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Examples in a file: a record of equal length for the pixels (unsigned 16 bit), the coverage (float) and the cells
/// (unsigned 8 bit) of each, then what is known of them, then the rows that had to be left out, and in the last eight
/// bytes where the records end. All big endian. The file appears under its name when it is whole.
record ExampleFile(List<BadRow> badRows, ExampleList examples) {

    private static final int BUFFER_BYTES = 1 << 20;
    private static final long LONGEST_INDEX = 1L << 30;

    static ExampleFile open(Path file, Example.InputShape shape) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long end = channel.size() - Long.BYTES;
            long records = end < 0 ? -1 : read(channel, end, Long.BYTES).getLong();
            if (records < 0 || records > end || end - records > LONGEST_INDEX) {
                throw new IOException(file + " is damaged; remove it, and it is made again");
            }
            byte[] index = read(channel, records, (int) (end - records)).array();
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(index))) {
                List<ExampleList.Summary> summaries = new ArrayList<>();
                for (int left = in.readInt(); left > 0; left--) {
                    summaries.add(readSummary(in));
                }
                List<BadRow> badRows = new ArrayList<>();
                for (int left = in.readInt(); left > 0; left--) {
                    badRows.add(readBadRow(in));
                }
                if (records != summaries.size() * recordBytes(shape)) {
                    throw new IOException(file + " holds images of another size; remove it, and it is made again");
                }
                List<ExampleList.Summary> kept = List.copyOf(summaries);
                return new ExampleFile(
                        List.copyOf(badRows), new ExampleList(kept, i -> readExample(file, shape, i, kept.get(i))));
            }
        }
    }

    /// What an example takes beside what is known of it.
    static long recordBytes(Example.InputShape shape) {
        return 2L * shape.inputSize() * shape.inputSize()
                + 4L * shape.mapSize() * shape.mapSize()
                + (long) shape.cellsPerEdge() * shape.cellsPerEdge();
    }

    private static Example readExample(Path file, Example.InputShape shape, int index, ExampleList.Summary summary) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = read(channel, index * recordBytes(shape), (int) recordBytes(shape));
            short[] pixels = new short[shape.inputSize() * shape.inputSize()];
            bytes.asShortBuffer().get(pixels);
            float[] coverage = new float[shape.mapSize() * shape.mapSize()];
            bytes.position(2 * pixels.length).asFloatBuffer().get(coverage);
            byte[] cells = new byte[shape.cellsPerEdge() * shape.cellsPerEdge()];
            bytes.position(2 * pixels.length + 4 * coverage.length).get(cells);
            return summary.example(shape.inputSize(), pixels, coverage, cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new IOException("a cache file ends too early; remove it, and it is made again");
            }
        }
        return bytes.flip();
    }

    private static ExampleList.Summary readSummary(DataInputStream in) throws IOException {
        return new ExampleList.Summary(
                new Example.Origin(in.readUTF(), in.readUTF()),
                Example.Supervision.valueOf(in.readUTF()),
                in.readBoolean(),
                in.readDouble(),
                in.readUTF(),
                traits(in.readUTF()),
                in.readLong());
    }

    private static Set<String> traits(String joined) {
        return joined.isEmpty() ? Set.of() : Set.of(joined.split(",", -1));
    }

    private static BadRow readBadRow(DataInputStream in) throws IOException {
        return new BadRow(Path.of(in.readUTF()), in.readInt(), BadRow.Reason.valueOf(in.readUTF()), in.readUTF());
    }

    /// Writes examples one after the other; without {@link #finish} nothing is kept.
    static final class Writer implements AutoCloseable {

        private static final String UNFINISHED = "making";
        private static final String UNFINISHED_END = ".part";

        /// Its process was killed: one that lives writes every few seconds.
        private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

        private final Path file;
        private final Path partial;
        private final DataOutputStream out;
        private final List<ExampleList.Summary> summaries = new ArrayList<>();
        private long records;

        Writer(Path file) throws IOException {
            this.file = file;
            Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
            sweep(folder);
            this.partial = Files.createTempFile(folder, UNFINISHED, UNFINISHED_END);
            this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(partial), BUFFER_BYTES));
        }

        private static void sweep(Path folder) throws IOException {
            FileTime abandoned = FileTime.from(Instant.now().minus(ABANDONED_AFTER));
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, UNFINISHED + "*" + UNFINISHED_END)) {
                for (Path file : files) {
                    if (Files.getLastModifiedTime(file).compareTo(abandoned) < 0) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        }

        void add(Example example) throws IOException {
            int pixels = example.pixels().length;
            int nodes = example.coverage().length;
            ByteBuffer bytes = ByteBuffer.allocate(2 * pixels + 4 * nodes + example.cells().length);
            bytes.asShortBuffer().put(example.pixels());
            bytes.position(2 * pixels).asFloatBuffer().put(example.coverage());
            bytes.position(2 * pixels + 4 * nodes).put(example.cells());
            out.write(bytes.array());
            records += bytes.capacity();
            summaries.add(ExampleList.Summary.of(example));
        }

        void finish(List<BadRow> badRows) throws IOException {
            out.writeInt(summaries.size());
            for (ExampleList.Summary summary : summaries) {
                out.writeUTF(summary.origin().id());
                out.writeUTF(summary.origin().patient());
                out.writeUTF(summary.supervision().name());
                out.writeBoolean(summary.positive());
                out.writeDouble(summary.lesionArea());
                out.writeUTF(summary.finding());
                out.writeUTF(String.join(",", summary.traits()));
                out.writeLong(summary.pixelHash());
            }
            out.writeInt(badRows.size());
            for (BadRow row : badRows) {
                out.writeUTF(row.file().toString());
                out.writeInt(row.line());
                out.writeUTF(row.reason().name());
                out.writeUTF(row.detail());
            }
            out.writeLong(records);
            out.close();
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void close() throws IOException {
            out.close();
            Files.deleteIfExists(partial);
        }
    }
}
