package io.pleura.ingest.scu;

import io.pleura.ingest.scu.Association.Syntax;
import io.pleura.ingest.wire.MemoryChannel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// A DICOM file opened up to its data set: preamble and File Meta Information (PS3.10 section 7.1) are read, and the
/// channel stands at the first byte of the data set.
///
/// A sender needs no more of a file than this, whatever the rest holds.
record Part10(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, ReadableByteChannel dataSet)
        implements AutoCloseable {

    private static final int PREAMBLE_BYTES = 128;
    private static final byte[] MAGIC = {'D', 'I', 'C', 'M'};
    private static final int MAX_META_BYTES = 64 << 10;

    // Elements of group 0002, by DICOM keyword.
    private static final int MEDIA_STORAGE_SOP_CLASS_UID = 0x0002;
    private static final int MEDIA_STORAGE_SOP_INSTANCE_UID = 0x0003;
    private static final int TRANSFER_SYNTAX_UID = 0x0010;

    static Part10 open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file);
        try {
            return read(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    static Part10 of(byte[] file) throws IOException {
        return read(new MemoryChannel(file));
    }

    Syntax syntax() {
        return new Syntax(sopClassUid, transferSyntaxUid);
    }

    @Override
    public void close() throws IOException {
        dataSet.close();
    }

    private static Part10 read(ReadableByteChannel in) throws IOException {
        exactly(in, PREAMBLE_BYTES);
        if (!Arrays.equals(exactly(in, MAGIC.length), MAGIC)) {
            throw new IOException("not a DICOM Part 10 file");
        }
        ByteBuffer groupLength = littleEndian(exactly(in, 12));
        if (groupLength.getInt(0) != 0x0000_0002) {
            throw new IOException("file meta information does not begin with its group length");
        }
        int metaBytes = groupLength.getInt(8);
        if (metaBytes < 0 || metaBytes > MAX_META_BYTES) {
            throw new IOException("file meta information of " + Integer.toUnsignedLong(metaBytes) + " bytes");
        }
        Map<Integer, String> meta = elements(littleEndian(exactly(in, metaBytes)));
        return new Part10(
                required(meta, MEDIA_STORAGE_SOP_CLASS_UID),
                required(meta, MEDIA_STORAGE_SOP_INSTANCE_UID),
                required(meta, TRANSFER_SYNTAX_UID),
                in);
    }

    /// Explicit VR Little Endian (PS3.5 section 7.1.2); only UIDs are wanted.
    private static Map<Integer, String> elements(ByteBuffer buffer) throws IOException {
        Map<Integer, String> elements = new HashMap<>();
        while (buffer.remaining() >= 8) {
            buffer.getShort();
            int element = Short.toUnsignedInt(buffer.getShort());
            String vr = "" + (char) buffer.get() + (char) buffer.get();
            int length = Short.toUnsignedInt(buffer.getShort());
            if (vr.equals("OB") || vr.equals("UN")) {
                length = buffer.remaining() < Integer.BYTES ? -1 : buffer.getInt();
            }
            if (length < 0 || length > buffer.remaining()) {
                throw new IOException("file meta information element of " + length + " bytes");
            }
            byte[] value = new byte[length];
            buffer.get(value);
            elements.put(
                    element,
                    new String(value, StandardCharsets.ISO_8859_1)
                            .replace('\0', ' ')
                            .strip());
        }
        return elements;
    }

    private static String required(Map<Integer, String> meta, int element) throws IOException {
        String value = meta.get(element);
        if (value == null || value.isEmpty()) {
            throw new IOException("file meta information lacks (0002,%04x)".formatted(element));
        }
        return value;
    }

    private static byte[] exactly(ReadableByteChannel in, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (in.read(bytes) < 0) {
                throw new EOFException("not a DICOM Part 10 file: too short");
            }
        }
        return bytes.array();
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
