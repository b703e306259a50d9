package io.pleura.ingest.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/// Cuts one command set or data set into P-DATA-TF PDUs with one fragment each (PS3.8 section 9.3.5 and annex E), none
/// longer than the peer takes. [#close] sends the last fragment and leaves the connection open.
public final class FragmentWriter extends OutputStream {

    /// PDU header, then the header of the presentation data value.
    private static final int PDU_HEADER_BYTES = 6;

    private static final int VALUE_HEADER_BYTES = 6;
    private static final int HEADER_BYTES = PDU_HEADER_BYTES + VALUE_HEADER_BYTES;

    /// What we send at most in one PDU, whatever the peer takes.
    private static final int LARGEST_PDU_BYTES = 128 << 10;

    private static final int LARGEST_COMMAND_PDU_BYTES = 1 << 10;

    /// The headers and a little data; a peer that takes less cannot be served.
    private static final int SMALLEST_PDU_BYTES = 16;

    private final OutputStream out;
    private final int contextId;
    private final boolean command;
    private final ByteBuffer pdu;
    private boolean closed;

    /// @param out a [TransportOutput] is written to from outside the heap; two messages must not be written at a time
    /// @param peerMaxLengthBytes the maximum length that the peer announced; 0 = no limit
    public FragmentWriter(OutputStream out, long peerMaxLengthBytes, int contextId, boolean command) {
        this.out = out;
        this.contextId = contextId;
        this.command = command;
        int largest = command ? LARGEST_COMMAND_PDU_BYTES : LARGEST_PDU_BYTES;
        long peerLargest = peerMaxLengthBytes == 0 ? largest : peerMaxLengthBytes;
        int length = Math.clamp(peerLargest, SMALLEST_PDU_BYTES, largest);
        int bytes = PDU_HEADER_BYTES + length;
        this.pdu = out instanceof TransportOutput transport ? transport.buffer(bytes) : ByteBuffer.allocate(bytes);
        pdu.position(HEADER_BYTES);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            sendIfFull();
            int count = Math.min(left, pdu.remaining());
            pdu.put(bytes, from, count);
            from += count;
            left -= count;
        }
    }

    /// Writes what a source has, to its end.
    public void writeAll(ReadableByteChannel source) throws IOException {
        do {
            sendIfFull();
        } while (source.read(pdu) >= 0);
    }

    private void sendIfFull() throws IOException {
        if (!pdu.hasRemaining()) {
            send(false);
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            send(true);
            out.flush();
        }
    }

    private void send(boolean last) throws IOException {
        int valueBytes = pdu.position() - HEADER_BYTES;
        pdu.flip();
        pdu.put(0, (byte) Pdu.P_DATA_TF);
        pdu.put(1, (byte) 0);
        pdu.putInt(2, valueBytes + VALUE_HEADER_BYTES);
        pdu.putInt(PDU_HEADER_BYTES, valueBytes + 2);
        pdu.put(PDU_HEADER_BYTES + 4, (byte) contextId);
        pdu.put(PDU_HEADER_BYTES + 5, (byte) ((command ? 1 : 0) | (last ? 2 : 0)));
        if (out instanceof TransportOutput transport) {
            transport.write(pdu);
        } else {
            out.write(pdu.array(), 0, pdu.limit());
        }
        pdu.clear().position(HEADER_BYTES);
    }
}
