package io.pleura.ingest.wire;

import io.pleura.ingest.wire.Pdu.Abort;
import io.pleura.ingest.wire.Pdu.AssociateReject;
import io.pleura.ingest.wire.Pdu.DataTransfer;
import io.pleura.ingest.wire.Pdu.ReleaseRequest;
import io.pleura.ingest.wire.Pdu.ReleaseResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads PDUs from a transport connection. No length is believed before it is checked against a limit, and the content
/// of P-DATA-TF PDUs is streamed, so that memory does not depend on what the peer sends.
///
/// One thread. After [DataTransfer] came, read the presentation data values with [#nextValue] and [#read] until there
/// are no more, then ask for the next PDU.
public final class PduReader {

    /// An association request with 128 contexts of 30 transfer syntaxes each has about 120 kB.
    public static final int MAX_ASSOCIATE_BYTES = 256 << 10;

    private static final int VALUE_HEADER_BYTES = 6;
    private static final int SHORT_PDU_BYTES = 4;

    private final TransportInput in;
    private final int maxDataBytes;
    private long lengthBytes;
    private int dataLeft;
    private int valueLeft;

    /// @param in is buffered here. Where it is a [channel][java.nio.channels.ReadableByteChannel] too, long values are
    /// read from that, as much as is available
    /// @param maxDataBytes longest P-DATA-TF content to take: the maximum length that we announced
    public PduReader(InputStream in, int maxDataBytes) {
        this.in = new TransportInput(in);
        this.maxDataBytes = maxDataBytes;
    }

    /// The next PDU.
    ///
    /// @throws EOFException when the peer closed the connection
    public Pdu next() throws IOException {
        if (dataLeft > 0 || valueLeft > 0) {
            throw new IllegalStateException("the last P-DATA-TF PDU is not read to its end");
        }
        int type = in.readByte();
        in.readByte();
        long length = Integer.toUnsignedLong(in.readInt());
        lengthBytes = length;
        return switch (type) {
            case Pdu.ASSOCIATE_RQ -> AssociateItems.readRequest(content(length, MAX_ASSOCIATE_BYTES));
            case Pdu.ASSOCIATE_AC -> AssociateItems.readAccept(content(length, MAX_ASSOCIATE_BYTES));
            case Pdu.ASSOCIATE_RJ -> {
                byte[] fields = shortContent(length);
                yield new AssociateReject(fields[1] & 0xff, fields[2] & 0xff, fields[3] & 0xff);
            }
            case Pdu.P_DATA_TF -> beginData(length);
            case Pdu.RELEASE_RQ -> {
                shortContent(length);
                yield new ReleaseRequest();
            }
            case Pdu.RELEASE_RP -> {
                shortContent(length);
                yield new ReleaseResponse();
            }
            case Pdu.ABORT -> {
                byte[] fields = shortContent(length);
                yield new Abort(fields[2] & 0xff, fields[3] & 0xff);
            }
            default -> throw new InvalidPduException(AbortReason.UNRECOGNIZED_PDU, "PDU type " + type);
        };
    }

    /// The length that the header of the last PDU stated.
    public long lengthBytes() {
        return lengthBytes;
    }

    /// The next presentation data value of the P-DATA-TF PDU that has begun, null when it has no more.
    public @Nullable PresentationDataValue nextValue() throws IOException {
        if (valueLeft > 0) {
            throw new IllegalStateException("the last presentation data value is not read to its end");
        }
        if (dataLeft == 0) {
            return null;
        }
        if (dataLeft < VALUE_HEADER_BYTES) {
            throw invalid("P-DATA-TF ends within a presentation data value");
        }
        int length = in.readInt();
        int contextId = in.readByte();
        int control = in.readByte();
        dataLeft -= VALUE_HEADER_BYTES;
        if (length < 2 || length - 2 > dataLeft) {
            throw invalid("presentation data value of " + Integer.toUnsignedLong(length) + " bytes in a shorter PDU");
        }
        valueLeft = length - 2;
        return new PresentationDataValue(contextId, (control & 1) != 0, (control & 2) != 0);
    }

    /// Reads from the current presentation data value; -1 at its end.
    ///
    /// @param target has room, wherever its memory is
    public int read(ByteBuffer target) throws IOException {
        if (valueLeft == 0) {
            return -1;
        }
        int limit = target.limit();
        target.limit(Math.min(limit, target.position() + valueLeft));
        try {
            int count = in.read(target);
            if (count < 0) {
                throw new EOFException();
            }
            valueLeft -= count;
            dataLeft -= count;
            return count;
        } finally {
            target.limit(limit);
        }
    }

    /// Whether the P-DATA-TF PDU that has begun has more presentation data values.
    public boolean hasMoreData() {
        return dataLeft > 0;
    }

    /// Reads over what is left of a P-DATA-TF PDU.
    public void skipData() throws IOException {
        in.skipNBytes(dataLeft);
        dataLeft = 0;
        valueLeft = 0;
    }

    /// Reads over whatever comes, until the peer closes the connection; for a stream in which nobody knows where the
    /// next PDU begins.
    ///
    /// @throws EOFException always, unless reading fails before
    public void skipAll() throws IOException {
        byte[] sink = new byte[4096];
        while (in.read(sink) >= 0) {
            // Nothing in it can be understood.
        }
        throw new EOFException();
    }

    private DataTransfer beginData(long length) throws IOException {
        if (length < VALUE_HEADER_BYTES || length > maxDataBytes) {
            throw invalid("P-DATA-TF of " + length + " bytes, " + maxDataBytes + " allowed");
        }
        dataLeft = (int) length;
        return new DataTransfer(dataLeft);
    }

    private byte[] content(long length, int maxBytes) throws IOException {
        if (length > maxBytes) {
            throw invalid("PDU of " + length + " bytes, " + maxBytes + " allowed");
        }
        // Grows with what really arrives, not with what was announced.
        byte[] content = in.readNBytes((int) length);
        if (content.length < length) {
            throw new EOFException();
        }
        return content;
    }

    private byte[] shortContent(long length) throws IOException {
        if (length != SHORT_PDU_BYTES) {
            throw invalid("PDU of " + length + " bytes where the standard has 4");
        }
        return content(length, SHORT_PDU_BYTES);
    }

    private static InvalidPduException invalid(String message) {
        return new InvalidPduException(AbortReason.INVALID_PDU_PARAMETER_VALUE, message);
    }
}
