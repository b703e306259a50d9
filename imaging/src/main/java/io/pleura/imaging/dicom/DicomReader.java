package io.pleura.imaging.dicom;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/// Reads DICOM Part 10 files (PS3.10 chapter 7) and bare data sets. Bytes come from outside: whatever they are, the
/// answer is a data set or a [DicomException], in bounded time and memory. Stateless.
///
/// Files without preamble pass when they start with a group up to 0008, as old archives write them; files without a
/// Transfer Syntax UID when the first element shows how it is encoded. Everything else is `UNREADABLE_DICOM`.
public final class DicomReader {

    private static final int PREAMBLE_BYTES = 128;
    private static final byte[] PREFIX = {'D', 'I', 'C', 'M'};

    private static final int LEAST_ELEMENT_BYTES = 8;

    /// VR, two reserved bytes and length (PS3.5 table 7.1-1).
    private static final int MOST_ELEMENT_HEADER_BYTES = 8;

    private DicomReader() {}

    /// A whole file. Values are views of `bytes`, which must not change afterwards.
    public static DicomFile read(byte[] bytes, ReadLimits limits) throws DicomException {
        ByteSource.OfArray source = new ByteSource.OfArray(bytes);
        try {
            DataSet fileMeta = readStart(source, bytes, limits);
            Optional<TransferSyntax> syntax = syntaxOf(fileMeta);
            if (syntax.equals(Optional.of(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN))) {
                ByteSource inflated = new ByteSource.OfArray(inflate(source.rest(), limits));
                return new DicomFile(
                        fileMeta, new DataSetParser(inflated, limits).readDataSet(Encoding.EXPLICIT_LITTLE));
            }
            Encoding encoding = syntax.isPresent() ? Encoding.of(syntax.get()) : guess(source.peek(6));
            return new DicomFile(fileMeta, new DataSetParser(source, limits).readDataSet(encoding));
        } catch (IOException e) {
            throw new UncheckedIOException("an array does not fail", e);
        }
    }

    /// Whether a file's data set is deflated; reads its file meta information only.
    public static boolean isDeflated(byte[] bytes, ReadLimits limits) throws DicomException {
        try {
            DataSet fileMeta = readStart(new ByteSource.OfArray(bytes), bytes, limits);
            return syntaxOf(fileMeta).equals(Optional.of(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new UncheckedIOException("an array does not fail", e);
        }
    }

    private static DataSet readStart(ByteSource.OfArray source, byte[] bytes, ReadLimits limits)
            throws IOException, DicomException {
        if (bytes.length > limits.maxBytes()) {
            throw DicomException.limit("bytes", limits.maxBytes(), 0);
        }
        if (hasPreamble(bytes)) {
            source.take(PREAMBLE_BYTES + PREFIX.length);
        } else {
            requirePlausibleStart(source);
        }
        return new DataSetParser(source, limits).readFileMeta();
    }

    /// A file up to its Pixel Data, which is left [unread][Element.Unread]. The stream is read as far as the tag of
    /// Pixel Data (deflated data sets: somewhat further) and stays open.
    public static DicomFile readHeader(InputStream in, ReadLimits limits) throws IOException, DicomException {
        return readHeader(in, Selection.Everything.INSTANCE, limits);
    }

    /// The same, of which no more is kept than is selected.
    public static DicomFile readHeader(InputStream in, Selection selection, ReadLimits limits)
            throws IOException, DicomException {
        return readHeader(in, selection, limits, (header, behind, offset) -> header);
    }

    /// Goes on with a file whose header has been read.
    public interface Continuation<T> {

        /// @param behind the tag of Pixel Data, inflated where the data set is deflated: then ZipException and
        ///     EOFException tell of its damage
        /// @param offset bytes before that, inflated
        T read(DicomFile header, InputStream behind, long offset) throws IOException, DicomException;
    }

    /// The same, and what is behind the tag.
    public static <T> T readHeader(InputStream in, Selection selection, ReadLimits limits, Continuation<T> continuation)
            throws IOException, DicomException {
        byte[] start = in.readNBytes(PREAMBLE_BYTES + PREFIX.length);
        ByteSource.OfStream source;
        if (hasPreamble(start)) {
            source = new ByteSource.OfStream(in, start.length, limits.maxHeaderBytes());
        } else {
            requirePlausibleStart(new ByteSource.OfArray(start));
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start), in);
            source = new ByteSource.OfStream(whole, 0, limits.maxHeaderBytes());
        }
        DataSet fileMeta = DataSetParser.ofHeader(source, selection, limits).readFileMeta();
        Optional<TransferSyntax> syntax = syntaxOf(fileMeta);
        if (syntax.equals(Optional.of(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN))) {
            return readDeflatedHeader(fileMeta, source, selection, limits, continuation);
        }
        Encoding encoding = syntax.isPresent() ? Encoding.of(syntax.get()) : guess(source.peek(6));
        DataSet dataSet = DataSetParser.ofHeader(source, selection, limits).readDataSet(encoding);
        return continuation.read(new DicomFile(fileMeta, dataSet), source.rest(), source.offset());
    }

    /// Goes on where [#readHeader] stopped, behind the tag of Pixel Data: reads up to its value, as it is read in a
    /// whole file. Not for deflated data sets.
    public static PixelDataHeader readPixelDataHeader(InputStream in, TransferSyntax syntax)
            throws IOException, DicomException {
        ByteSource source = new ByteSource.OfStream(in, 0, MOST_ELEMENT_HEADER_BYTES);
        return new DataSetParser(source, ReadLimits.DEFAULT).readPixelDataHeader(Encoding.of(syntax));
    }

    /// A data set without file meta information, such as a DIMSE command set (Implicit VR Little Endian, PS3.7 section
    /// 6.3.1).
    public static DataSet readDataSet(byte[] bytes, TransferSyntax syntax, ReadLimits limits) throws DicomException {
        if (bytes.length > limits.maxBytes()) {
            throw DicomException.limit("bytes", limits.maxBytes(), 0);
        }
        try {
            byte[] plain = syntax == TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN ? inflate(bytes, limits) : bytes;
            return new DataSetParser(new ByteSource.OfArray(plain), limits).readDataSet(Encoding.of(syntax));
        } catch (IOException e) {
            throw new UncheckedIOException("an array does not fail", e);
        }
    }

    private static boolean hasPreamble(byte[] start) {
        return start.length >= PREAMBLE_BYTES + PREFIX.length
                && Arrays.equals(start, PREAMBLE_BYTES, PREAMBLE_BYTES + PREFIX.length, PREFIX, 0, PREFIX.length);
    }

    /// Without preamble, the file must start as a data set does: a group up to 0008, or 0008 in big endian, and a low
    /// element number.
    private static void requirePlausibleStart(ByteSource.OfArray source) throws DicomException {
        byte[] start = source.peek(LEAST_ELEMENT_BYTES);
        boolean plausible = start.length == LEAST_ELEMENT_BYTES
                && (isBigEndian(start)
                        ? start[2] == 0
                        : start[0] >= 1 && start[0] <= 8 && start[1] == 0 && start[3] == 0);
        if (!plausible) {
            throw DicomException.unreadable("no DICM prefix, and no data set", 0);
        }
    }

    /// Whether it begins with group 0008, high byte first, as no data set in little endian does.
    private static boolean isBigEndian(byte[] start) {
        return start[0] == 0 && start[1] == 8;
    }

    private static Optional<TransferSyntax> syntaxOf(DataSet fileMeta) {
        return fileMeta.string(Tags.TRANSFER_SYNTAX_UID).flatMap(TransferSyntax::of);
    }

    /// For a private transfer syntax, or none at all: by the look of the first element. Old archives wrote big endian
    /// without saying so.
    private static Encoding guess(byte[] firstElement) {
        if (firstElement.length < 6) {
            return Encoding.EXPLICIT_LITTLE;
        }
        return new Encoding(
                Vr.of(firstElement[4], firstElement[5]).isPresent(),
                isBigEndian(firstElement) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    /// PS3.5 section A.5 wants raw deflate (RFC 1951); some writers leave zlib's header before it (RFC 1950 section
    /// 2.2), with which no raw deflate begins.
    private static Inflater inflater(byte[] start) {
        boolean zlib = start.length == 2
                && (start[0] & 0x8F) == 0x08
                && (start[0] << 8 | Byte.toUnsignedInt(start[1])) % 31 == 0;
        return new Inflater(!zlib);
    }

    /// Of an Explicit VR Little Endian data set.
    private static byte[] inflate(byte[] deflated, ReadLimits limits) throws DicomException {
        Inflater inflater = inflater(Arrays.copyOf(deflated, 2));
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated), inflater)) {
            byte[] inflated = in.readNBytes((int) Math.min(limits.maxBytes() + 1, Integer.MAX_VALUE - 8));
            if (inflated.length > limits.maxBytes()) {
                throw DicomException.limit("inflated bytes", limits.maxBytes(), 0);
            }
            return inflated;
        } catch (IOException e) {
            throw DicomException.inflating(e);
        } finally {
            inflater.end();
        }
    }

    private static <T> T readDeflatedHeader(
            DataSet fileMeta,
            ByteSource.OfStream source,
            Selection selection,
            ReadLimits limits,
            Continuation<T> continuation)
            throws IOException, DicomException {
        Inflater inflater = inflater(source.peek(2));
        try {
            ByteSource.OfStream inflated = new ByteSource.OfStream(
                    new InflaterInputStream(source.rest(), inflater), 0, limits.maxHeaderBytes());
            DataSet dataSet =
                    DataSetParser.ofHeader(inflated, selection, limits).readDataSet(Encoding.EXPLICIT_LITTLE);
            return continuation.read(new DicomFile(fileMeta, dataSet), inflated.rest(), inflated.offset());
        } catch (ZipException | EOFException e) {
            throw DicomException.inflating(e);
        } finally {
            inflater.end();
        }
    }
}
