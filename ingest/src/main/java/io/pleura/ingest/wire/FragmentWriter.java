package io.pleura.ingest.wire;

import java.io.IOException;
import java.io.OutputStream;

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
    private final byte[] pdu;
    private int used = HEADER_BYTES;
    private boolean closed;

    /// @param peerMaxLengthBytes the maximum length that the peer announced; 0 = no limit
    public FragmentWriter(OutputStream out, long peerMaxLengthBytes, int contextId, boolean command) {
        this.out = out;
        this.contextId = contextId;
        this.command = command;
        int largest = command ? LARGEST_COMMAND_PDU_BYTES : LARGEST_PDU_BYTES;
        long peerLargest = peerMaxLengthBytes == 0 ? largest : peerMaxLengthBytes;
        int length = Math.clamp(peerLargest, SMALLEST_PDU_BYTES, largest);
        this.pdu = new byte[PDU_HEADER_BYTES + length];
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
            if (used == pdu.length) {
                send(false);
            }
            int count = Math.min(left, pdu.length - used);
            System.arraycopy(bytes, from, pdu, used, count);
            used += count;
            from += count;
            left -= count;
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
        int valueBytes = used - HEADER_BYTES;
        pdu[0] = Pdu.P_DATA_TF;
        pdu[1] = 0;
        u32(2, valueBytes + VALUE_HEADER_BYTES);
        u32(PDU_HEADER_BYTES, valueBytes + 2);
        pdu[PDU_HEADER_BYTES + 4] = (byte) contextId;
        pdu[PDU_HEADER_BYTES + 5] = (byte) ((command ? 1 : 0) | (last ? 2 : 0));
        out.write(pdu, 0, used);
        used = HEADER_BYTES;
    }

    private void u32(int offset, int value) {
        pdu[offset] = (byte) (value >> 24);
        pdu[offset + 1] = (byte) (value >> 16);
        pdu[offset + 2] = (byte) (value >> 8);
        pdu[offset + 3] = (byte) value;
    }
}
