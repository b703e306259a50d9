package io.pleura.imaging.dicom;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Writes data elements (PS3.5 section 7.1), Explicit or Implicit VR, little endian.
final class ElementWriter {

    private static final long UNDEFINED_LENGTH = 0xFFFF_FFFFL;
    private static final int ITEM_HEADER_BYTES = 8;
    private static final int CHUNK_BYTES = 8192;

    private final boolean explicitVr;
    private final OutputStream out;

    ElementWriter(boolean explicitVr, OutputStream out) {
        this.explicitVr = explicitVr;
        this.out = out;
    }

    void writeAll(DataSet dataSet) throws IOException {
        for (Element element : dataSet.elements()) {
            write(element);
        }
    }

    private void write(Element element) throws IOException {
        switch (element) {
            case Element.Value value -> {
                ByteBuffer bytes = littleEndian(value);
                writeHeader(value.tag(), value.vr(), even(bytes.remaining()));
                writePadded(bytes, value.vr().padding());
            }
            case Element.Sequence(Tag tag, List<DataSet> items) -> {
                writeHeader(tag, Vr.SQ, sequenceBytes(items));
                for (DataSet item : items) {
                    writeItemHeader(Tags.ITEM, dataSetBytes(item));
                    writeAll(item);
                }
            }
            case Element.Fragments fragments -> writeFragments(fragments);
            case Element.Unread(Tag tag) -> throw new IllegalArgumentException(tag + " was not read");
        }
    }

    private void writeFragments(Element.Fragments element) throws IOException {
        writeHeader(element.tag(), element.vr(), UNDEFINED_LENGTH);
        writeItemHeader(Tags.ITEM, even(element.basicOffsetTable().remaining()));
        writePadded(element.basicOffsetTable().duplicate(), (byte) 0);
        for (ByteBuffer fragment : element.fragments()) {
            writeItemHeader(Tags.ITEM, even(fragment.remaining()));
            writePadded(fragment.duplicate(), (byte) 0);
        }
        writeItemHeader(Tags.SEQUENCE_DELIMITATION_ITEM, 0);
    }

    private void writeHeader(Tag tag, Vr vr, long length) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        header.putShort((short) tag.group()).putShort((short) tag.element());
        if (explicitVr) {
            header.put((byte) vr.name().charAt(0)).put((byte) vr.name().charAt(1));
        }
        if (explicitVr && !vr.hasLongHeader()) {
            if (length > 0xFFFF) {
                throw new IllegalArgumentException("the value of " + tag + " is too long for " + vr);
            }
            header.putShort((short) length);
        } else {
            if (explicitVr) {
                header.putShort((short) 0);
            }
            header.putInt((int) length);
        }
        out.write(header.array(), 0, header.position());
    }

    private void writeItemHeader(Tag tag, long length) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(ITEM_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putShort((short) tag.group()).putShort((short) tag.element()).putInt((int) length);
        out.write(header.array());
    }

    private void writePadded(ByteBuffer bytes, byte padding) throws IOException {
        boolean odd = (bytes.remaining() & 1) == 1;
        write(bytes);
        if (odd) {
            out.write(padding);
        }
    }

    /// Through no channel, which an interrupt of the thread would close, even one that ends in an array.
    private void write(ByteBuffer bytes) throws IOException {
        if (bytes.hasArray()) {
            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            return;
        }
        byte[] chunk = new byte[Math.min(bytes.remaining(), CHUNK_BYTES)];
        while (bytes.hasRemaining()) {
            int length = Math.min(bytes.remaining(), chunk.length);
            bytes.get(chunk, 0, length);
            out.write(chunk, 0, length);
        }
    }

    private long elementBytes(Element element) {
        return switch (element) {
            case Element.Value value ->
                headerBytes(value.vr()) + even(value.bytes().remaining());
            case Element.Sequence(Tag _, List<DataSet> items) -> headerBytes(Vr.SQ) + sequenceBytes(items);
            case Element.Fragments fragments ->
                headerBytes(fragments.vr())
                        + 2L * ITEM_HEADER_BYTES
                        + even(fragments.basicOffsetTable().remaining())
                        + fragments.fragments().stream()
                                .mapToLong(fragment -> ITEM_HEADER_BYTES + even(fragment.remaining()))
                                .sum();
            case Element.Unread _ -> 0;
        };
    }

    private long sequenceBytes(List<DataSet> items) {
        return items.stream()
                .mapToLong(item -> ITEM_HEADER_BYTES + dataSetBytes(item))
                .sum();
    }

    private long dataSetBytes(DataSet dataSet) {
        return dataSet.elements().stream().mapToLong(this::elementBytes).sum();
    }

    private int headerBytes(Vr vr) {
        return explicitVr && vr.hasLongHeader() ? 12 : 8;
    }

    private static long even(long length) {
        return length + (length & 1);
    }

    /// Values read from big endian are turned round in words of their representation (PS3.5 section 7.3).
    private static ByteBuffer littleEndian(Element.Value value) {
        ByteBuffer bytes = value.bytes();
        int wordBytes = value.vr().wordBytes();
        if (bytes.order() == ByteOrder.LITTLE_ENDIAN || wordBytes == 1) {
            return bytes;
        }
        ByteBuffer turned = ByteBuffer.allocate(bytes.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.remaining() >= wordBytes) {
            switch (wordBytes) {
                case 2 -> turned.putShort(bytes.getShort());
                case 4 -> turned.putInt(bytes.getInt());
                default -> turned.putLong(bytes.getLong());
            }
        }
        return turned.put(bytes).flip();
    }
}
