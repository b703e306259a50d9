package io.pleura.imaging.dicom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Reads data elements (PS3.5 chapter 7) from a [ByteSource]. One use, one thread.
///
/// Lengths are claims: each is checked against what encloses it and against the [ReadLimits].
final class DataSetParser {

    private static final long UNDEFINED_LENGTH = 0xFFFF_FFFFL;

    private final ByteSource source;
    private final ReadLimits limits;
    private final boolean stopAtPixelData;
    private final Selection selection;
    private boolean keeping = true;
    private long keptBytes;
    private int elementCount;
    private int highestGroup;

    DataSetParser(ByteSource source, ReadLimits limits) {
        this(source, Selection.Everything.INSTANCE, limits, false);
    }

    /// Stops at Pixel Data, and keeps what is selected.
    static DataSetParser ofHeader(ByteSource source, Selection selection, ReadLimits limits) {
        return new DataSetParser(source, selection, limits, true);
    }

    private DataSetParser(ByteSource source, Selection selection, ReadLimits limits, boolean stopAtPixelData) {
        this.source = source;
        this.selection = selection;
        this.limits = limits;
        this.stopAtPixelData = stopAtPixelData;
    }

    /// How elements are encoded (PS3.5 section 7.1).
    record Encoding(boolean explicitVr, ByteOrder order) {
        static final Encoding IMPLICIT_LITTLE = new Encoding(false, ByteOrder.LITTLE_ENDIAN);
        static final Encoding EXPLICIT_LITTLE = new Encoding(true, ByteOrder.LITTLE_ENDIAN);

        static Encoding of(TransferSyntax syntax) {
            return new Encoding(syntax.isExplicitVr(), syntax.byteOrder());
        }
    }

    /// What precedes a value: value representation and length, and how the value is encoded.
    private record Header(Tag tag, Vr vr, long length, Encoding encoding) {}

    /// File Meta Information: the elements of group 0002, always Explicit VR Little Endian (PS3.10 section 7.1).
    DataSet readFileMeta() throws IOException, DicomException {
        TreeMap<Tag, Element> elements = new TreeMap<>();
        while (source.peekShort() == 0x0002) {
            Header header = readHeader(readTag(ByteOrder.LITTLE_ENDIAN), Encoding.EXPLICIT_LITTLE);
            readInto(elements, header, source.end(), 0, SpecificCharacterSet.DEFAULT);
        }
        return new DataSet(elements, SpecificCharacterSet.DEFAULT, selection);
    }

    /// The outermost data set, to the end of the bytes (or to Pixel Data).
    DataSet readDataSet(Encoding encoding) throws IOException, DicomException {
        TreeMap<Tag, Element> elements = new TreeMap<>();
        SpecificCharacterSet charset = SpecificCharacterSet.DEFAULT;
        while (!source.atEnd() && !isZeroPadding()) {
            if (elements.containsKey(Tags.PIXEL_DATA)) {
                readBehindImage(encoding, charset, elements);
                break;
            }
            Tag tag = readTag(encoding.order());
            if (stopAtPixelData && tag.group() >= Tags.PIXEL_DATA.group() && tag.element() >= 8) {
                elements.put(tag, new Element.Unread(tag));
                break;
            }
            highestGroup = Math.max(highestGroup, tag.group());
            charset = readInto(elements, readHeader(tag, encoding), source.end(), 0, charset);
        }
        return new DataSet(elements, charset, selection);
    }

    /// Of Pixel Data whose tag has been read.
    PixelDataHeader readPixelDataHeader(Encoding encoding) throws IOException, DicomException {
        Header header = readHeader(Tags.PIXEL_DATA, encoding);
        return new PixelDataHeader(
                header.vr(),
                header.length() == UNDEFINED_LENGTH ? OptionalLong.empty() : OptionalLong.of(header.length()));
    }

    /// Digital signatures, padding, and what some writers leave behind. The image is whole before it: nothing here
    /// makes the object unreadable, or changes what stands before and was decided upon.
    private void readBehindImage(Encoding encoding, SpecificCharacterSet charset, TreeMap<Tag, Element> elements)
            throws IOException {
        try {
            while (!source.atEnd() && !isZeroPadding()) {
                Tag tag = readTag(encoding.order());
                Element element = readElement(readHeader(tag, encoding), source.end(), 0, charset);
                if (tag.compareTo(Tags.PIXEL_DATA) > 0) {
                    elements.putIfAbsent(tag, element);
                }
            }
        } catch (DicomException e) {
            return; // no data element begins here
        }
    }

    /// Some writers fill the last block with zeros; a command set is the only one with a group 0000, at its start.
    private boolean isZeroPadding() throws IOException {
        return highestGroup > 0 && source.peekShort() == 0;
    }

    private Tag readTag(ByteOrder order) throws IOException, DicomException {
        ByteBuffer bytes = source.take(4).order(order);
        return new Tag(Short.toUnsignedInt(bytes.getShort()), Short.toUnsignedInt(bytes.getShort()));
    }

    private Header readHeader(Tag tag, Encoding encoding) throws IOException, DicomException {
        if (++elementCount > limits.maxElements()) {
            throw DicomException.limit("data elements", limits.maxElements(), source.offset());
        }
        if (tag.group() == Tags.ITEM.group()) {
            throw DicomException.unreadable("unexpected " + tag, source.offset());
        }
        return encoding.explicitVr() ? readExplicitHeader(tag, encoding) : readImplicitHeader(tag, encoding);
    }

    private Header readImplicitHeader(Tag tag, Encoding encoding) throws IOException, DicomException {
        long length = unsignedInt(source.take(4), encoding.order());
        return new Header(tag, Tags.vr(tag).orElse(Vr.UN), length, encoding);
    }

    private Header readExplicitHeader(Tag tag, Encoding encoding) throws IOException, DicomException {
        ByteBuffer bytes = source.take(4).order(encoding.order());
        int first = Byte.toUnsignedInt(bytes.get(0));
        int second = Byte.toUnsignedInt(bytes.get(1));
        Optional<Vr> known = Vr.of(first, second);
        if (known.isEmpty() && !(isUpperCase(first) && isUpperCase(second))) {
            // Seen in the field: single elements without VR in an Explicit VR data set.
            return new Header(tag, Tags.vr(tag).orElse(Vr.UN), unsignedInt(bytes, encoding.order()), encoding);
        }
        int shortLength = Short.toUnsignedInt(bytes.getShort(2));
        // Future VRs have the long form (PS3.5 section 6.2, last paragraph); what fills the reserved bytes is short.
        boolean longForm = known.map(Vr::hasLongHeader).orElse(shortLength == 0);
        long length = longForm ? unsignedInt(source.take(4), encoding.order()) : shortLength;
        Vr vr = known.orElse(Vr.UN);
        if (vr == Vr.UN && (length == UNDEFINED_LENGTH || Tags.vr(tag).equals(Optional.of(Vr.SQ)))) {
            // A sequence that someone without a dictionary passed on: Implicit VR inside (PS3.5 section 6.2.2).
            return new Header(tag, Vr.SQ, length, Encoding.IMPLICIT_LITTLE);
        }
        return new Header(tag, vr, length, encoding);
    }

    /// Puts an element where it belongs, unless it is not kept.
    ///
    /// @return how the text of the elements behind it is read
    private SpecificCharacterSet readInto(
            TreeMap<Tag, Element> elements, Header header, long end, int depth, SpecificCharacterSet charset)
            throws IOException, DicomException {
        boolean keepingThoseAround = keeping;
        keeping = keepingThoseAround && selection.keeps(header.tag());
        keep(Selection.OVERHEAD_BYTES);
        Element element = readElement(header, end, depth, charset);
        if (keeping) {
            elements.put(header.tag(), element);
        }
        keeping = keepingThoseAround;
        return charsetAfter(element, charset);
    }

    private Element readElement(Header header, long end, int depth, SpecificCharacterSet charset)
            throws IOException, DicomException {
        Tag tag = header.tag();
        long length = header.length();
        if (length == UNDEFINED_LENGTH) {
            return switch (header.vr()) {
                case OB, OW -> readFragments(header);
                case SQ, UN -> new Element.Sequence(tag, readItems(header, end, depth, charset));
                default -> throw DicomException.unreadable("undefined length of " + tag, source.offset());
            };
        }
        checkWithin(length, end, tag);
        if (header.vr() == Vr.SQ) {
            return new Element.Sequence(tag, readItems(header, end, depth, charset));
        }
        return new Element.Value(
                tag, header.vr(), readValue(length).order(header.encoding().order()));
    }

    /// The bytes of a value; none of one that is not kept.
    private ByteBuffer readValue(long length) throws IOException, DicomException {
        if (!keeping) {
            source.skip(length);
            return ByteBuffer.allocate(0);
        }
        keep(length);
        return source.take(length);
    }

    private void keep(long bytes) throws DicomException {
        keptBytes += keeping ? bytes : 0;
        if (keptBytes > selection.maxBytes()) {
            throw DicomException.limit("bytes of attributes that are checked", selection.maxBytes(), source.offset());
        }
    }

    private List<DataSet> readItems(Header header, long enclosingEnd, int depth, SpecificCharacterSet charset)
            throws IOException, DicomException {
        if (depth >= limits.maxDepth()) {
            throw DicomException.limit("levels of sequences", limits.maxDepth(), source.offset());
        }
        boolean undefined = header.length() == UNDEFINED_LENGTH;
        long end = undefined ? enclosingEnd : source.offset() + header.length();
        List<DataSet> items = new ArrayList<>();
        while (undefined || source.offset() < end) {
            Tag tag = readTag(header.encoding().order());
            long length = unsignedInt(source.take(4), header.encoding().order());
            if (tag.equals(Tags.SEQUENCE_DELIMITATION_ITEM)) {
                break;
            }
            if (!tag.equals(Tags.ITEM)) {
                throw DicomException.unreadable("no item in sequence " + header.tag(), source.offset());
            }
            DataSet item = readItem(length, end, header.encoding(), depth + 1, charset);
            if (keeping) {
                items.add(item);
            }
        }
        return items;
    }

    private DataSet readItem(
            long length, long enclosingEnd, Encoding encoding, int depth, SpecificCharacterSet inherited)
            throws IOException, DicomException {
        if (++elementCount > limits.maxElements()) {
            throw DicomException.limit("items", limits.maxElements(), source.offset());
        }
        boolean undefined = length == UNDEFINED_LENGTH;
        if (!undefined) {
            checkWithin(length, enclosingEnd, Tags.ITEM);
        }
        keep(Selection.OVERHEAD_BYTES);
        long end = undefined ? enclosingEnd : source.offset() + length;
        TreeMap<Tag, Element> elements = new TreeMap<>();
        SpecificCharacterSet charset = inherited;
        while (undefined || source.offset() < end) {
            Tag tag = readTag(encoding.order());
            if (tag.equals(Tags.ITEM_DELIMITATION_ITEM)) {
                source.take(4);
                break;
            }
            charset = readInto(elements, readHeader(tag, encoding), end, depth, charset);
        }
        return new DataSet(elements, charset, selection);
    }

    /// Encapsulated value (PS3.5 section A.4, table A.4-1).
    private Element readFragments(Header header) throws IOException, DicomException {
        List<ByteBuffer> items = new ArrayList<>();
        boolean none = true;
        while (true) {
            if (++elementCount > limits.maxElements()) {
                throw DicomException.limit("fragments", limits.maxElements(), source.offset());
            }
            Tag tag = readTag(header.encoding().order());
            long length = unsignedInt(source.take(4), header.encoding().order());
            if (tag.equals(Tags.SEQUENCE_DELIMITATION_ITEM)) {
                break;
            }
            if (!tag.equals(Tags.ITEM) || length == UNDEFINED_LENGTH) {
                throw DicomException.unreadable("no fragment in " + header.tag(), source.offset());
            }
            none = false;
            keep(Selection.OVERHEAD_BYTES);
            ByteBuffer fragment = readValue(length).order(ByteOrder.LITTLE_ENDIAN);
            if (keeping) {
                items.add(fragment);
            }
        }
        if (none) {
            throw DicomException.unreadable("no Basic Offset Table in " + header.tag(), source.offset());
        }
        if (!keeping) {
            return new Element.Unread(header.tag());
        }
        return new Element.Fragments(header.tag(), header.vr(), items.getFirst(), items.subList(1, items.size()));
    }

    private void checkWithin(long length, long end, Tag tag) throws DicomException {
        if (length > end - source.offset()) {
            if (end == source.end()) {
                throw DicomException.truncated(end);
            }
            throw DicomException.unreadable(tag + " is longer than what encloses it", source.offset());
        }
    }

    private static SpecificCharacterSet charsetAfter(Element element, SpecificCharacterSet charset) {
        return element instanceof Element.Value value && value.tag().equals(Tags.SPECIFIC_CHARACTER_SET)
                ? SpecificCharacterSet.of(ElementValues.strings(value, charset))
                : charset;
    }

    private static long unsignedInt(ByteBuffer bytes, ByteOrder order) {
        return Integer.toUnsignedLong(bytes.order(order).getInt(0));
    }

    private static boolean isUpperCase(int character) {
        return character >= 'A' && character <= 'Z';
    }
}
