package io.pleura.imaging.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;

/// Where a parser takes its bytes from. Nothing is ever allocated for a claimed length before the bytes are there.
sealed interface ByteSource {

    /// Bytes taken so far.
    long offset();

    /// Where the bytes certainly end: taking beyond it is truncation.
    long end();

    boolean atEnd() throws IOException;

    /// The next two bytes as a little-endian number, left where they are; -1 when fewer are left.
    int peekShort() throws IOException;

    /// The next bytes (at most eight), left where they are; fewer at the end.
    byte[] peek(int count) throws IOException;

    /// The next bytes; truncation when there are fewer.
    ByteBuffer take(long length) throws IOException, DicomException;

    /// Passes by the next bytes; truncation when there are fewer.
    void skip(long length) throws IOException, DicomException;

    /// Bytes at hand: values are views of them.
    final class OfArray implements ByteSource {
        private final ByteBuffer bytes;

        OfArray(byte[] bytes) {
            this.bytes = ByteBuffer.wrap(bytes);
        }

        @Override
        public long offset() {
            return bytes.position();
        }

        @Override
        public long end() {
            return bytes.limit();
        }

        @Override
        public boolean atEnd() {
            return !bytes.hasRemaining();
        }

        @Override
        public int peekShort() {
            int position = bytes.position();
            return bytes.remaining() < 2
                    ? -1
                    : Byte.toUnsignedInt(bytes.get(position)) | Byte.toUnsignedInt(bytes.get(position + 1)) << 8;
        }

        @Override
        public ByteBuffer take(long length) throws DicomException {
            if (length > bytes.remaining()) {
                throw DicomException.truncated(bytes.limit());
            }
            ByteBuffer taken = bytes.slice(bytes.position(), (int) length);
            bytes.position(bytes.position() + (int) length);
            return taken;
        }

        @Override
        public void skip(long length) throws DicomException {
            take(length); // a view costs nothing
        }

        @Override
        public byte[] peek(int count) {
            byte[] next = new byte[Math.min(count, bytes.remaining())];
            bytes.get(bytes.position(), next);
            return next;
        }

        /// All that is left.
        byte[] rest() {
            byte[] rest = new byte[bytes.remaining()];
            bytes.get(rest);
            return rest;
        }
    }

    /// A stream, read no further than asked for, and never beyond a bound.
    final class OfStream implements ByteSource {
        private static final int PEEK_BYTES = 8;

        private final PushbackInputStream in;
        private final long maxBytes;
        private long offset;

        OfStream(InputStream in, long offset, long maxBytes) {
            this.in = new PushbackInputStream(in, PEEK_BYTES);
            this.offset = offset;
            this.maxBytes = maxBytes;
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public long end() {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean atEnd() throws IOException {
            int next = in.read();
            if (next >= 0) {
                in.unread(next);
            }
            return next < 0;
        }

        @Override
        public int peekShort() throws IOException {
            byte[] next = peek(2);
            return next.length < 2 ? -1 : Byte.toUnsignedInt(next[0]) | Byte.toUnsignedInt(next[1]) << 8;
        }

        @Override
        public ByteBuffer take(long length) throws IOException, DicomException {
            requireWithinBound(length);
            byte[] taken = in.readNBytes((int) length); // grows with what arrives, not with what is claimed
            if (taken.length < length) {
                throw DicomException.truncated(offset + taken.length);
            }
            offset += length;
            return ByteBuffer.wrap(taken);
        }

        @Override
        public void skip(long length) throws IOException, DicomException {
            requireWithinBound(length);
            long end = offset + length;
            while (offset < end) {
                long skipped = in.skip(end - offset);
                if (skipped == 0 && in.read() < 0) {
                    throw DicomException.truncated(offset);
                }
                offset += Math.max(skipped, 1);
            }
        }

        private void requireWithinBound(long length) throws DicomException {
            if (length > maxBytes - offset) {
                throw DicomException.headerLimit(length, maxBytes, offset);
            }
        }

        @Override
        public byte[] peek(int count) throws IOException {
            byte[] next = in.readNBytes(count);
            in.unread(next);
            return next;
        }

        /// All that is left.
        InputStream rest() {
            return in;
        }
    }
}
