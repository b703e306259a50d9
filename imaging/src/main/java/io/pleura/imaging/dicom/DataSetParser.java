package io.pleura.imaging.dicom;

import io.pleura.schemas.ReasonCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Reads data elements (PS3.5 chapter 7) from a [ByteSource]. One use, one thread.
///
/// Lengths are claims: each is checked against what encloses it and against the [ReadLimits].
final class DataSetParser {

    private static final int ITEM_GROUP_IN_OTHER_BYTE_ORDER = 0xFEFF;
    private static final int LEAST_ELEMENT_BYTES = 8;

    private final ByteSource source;
    private final ReadLimits limits;
    private final boolean stopAtPixelData;
    private final Selection selection;
    private boolean keeping = true;
    private long keptBytes;
    private int elementCount;
    private int imageFragmentCount;
    private int highestGroup;

    /// Whether the last item ended where its sequence does.
    private boolean sequenceEnded;

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

    /// File Meta Information: the elements of group 0002, always Explicit VR Little Endian (PS3.10 section 7.1).
    DataSet readFileMeta() throws IOException, DicomException {
        TreeMap<Tag, Element> elements = new TreeMap<>();
        while (source.peekShort() == 0x0002) {
            ElementHeader header = readHeader(readTag(ByteOrder.LITTLE_ENDIAN), Encoding.EXPLICIT_LITTLE);
            readInto(elements, header, source.end(), 0, SpecificCharacterSet.DEFAULT);
        }
        return new DataSet(elements, SpecificCharacterSet.DEFAULT, selection);
    }

    /// The outermost data set, to the end of the bytes (or to Pixel Data).
    DataSet readDataSet(Encoding stated) throws IOException, DicomException {
        int group0008InOtherByteOrder = stated.order() == ByteOrder.LITTLE_ENDIAN ? 0x0800 : 0x0008;
        if (source.peekShort() == group0008InOtherByteOrder) {
            throw DicomException.unreadable("the byte order is not that of the transfer syntax", source.offset());
        }
        Encoding encoding = encodingHere(stated);
        TreeMap<Tag, Element> elements = new TreeMap<>();
        SpecificCharacterSet charset = SpecificCharacterSet.DEFAULT;
        while (!source.atEnd() && !isZeroPadding()) {
            if (elements.containsKey(Tags.PIXEL_DATA)) {
                readBehindImage(encoding, charset, elements);
                break;
            }
            Tag tag = readTag(encoding.order());
            if (tag.group() == Tags.ITEM.group()) {
                passStray(tag, encoding, source.end());
                continue;
            }
            if (stopAtPixelData && tag.group() == Tags.PIXEL_DATA.group() && tag.element() >= 8) {
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
        ElementHeader header = readHeader(Tags.PIXEL_DATA, encoding);
        return new PixelDataHeader(
                header.vr(), header.isOfUndefinedLength() ? OptionalLong.empty() : OptionalLong.of(header.length()));
    }

    /// Digital signatures, padding, and what some writers leave behind. The image is whole before it: nothing here
    /// makes the object unreadable, or changes what stands before and was decided upon.
    private void readBehindImage(Encoding encoding, SpecificCharacterSet charset, TreeMap<Tag, Element> elements)
            throws IOException {
        try {
            while (!source.atEnd() && !isZeroPadding()) {
                Tag tag = readTag(encoding.order());
                if (tag.group() == Tags.ITEM.group()) {
                    passStray(tag, encoding, source.end());
                    continue;
                }
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

    private ElementHeader readHeader(Tag tag, Encoding encoding) throws IOException, DicomException {
        count("data elements");
        return ElementHeader.read(source, tag, encoding);
    }

    private void count(String what) throws DicomException {
        if (++elementCount > limits.maxElements()) {
            throw DicomException.limit(what, limits.maxElements(), source.offset());
        }
    }

    /// Explicit VR where the first element has a VR, whatever is said of it: no element begins a data set that is as
    /// long as these letters would make it.
    private Encoding encodingHere(Encoding stated) throws IOException {
        if (stated.explicitVr() || source.peekShort() == Tags.PIXEL_DATA.group()) { // nothing is read behind its tag
            return stated;
        }
        byte[] start = source.peek(6);
        return start.length == 6 && Vr.of(start[4], start[5]).isPresent() ? stated.withVrs() : stated;
    }

    /// A delimiter that delimits nothing, or an item that has lost its sequence.
    private void passStray(Tag tag, Encoding encoding, long end) throws IOException, DicomException {
        count("delimiters");
        long length = ElementHeader.longLength(source, encoding);
        if (tag.equals(Tags.ITEM_DELIMITATION_ITEM) || tag.equals(Tags.SEQUENCE_DELIMITATION_ITEM)) {
            return; // of whatever length: some write the undefined one
        }
        if (!tag.equals(Tags.ITEM) || length == ElementHeader.UNDEFINED_LENGTH) {
            throw DicomException.unreadable("unexpected " + tag, source.offset());
        }
        checkWithin(length, end, tag);
        source.skip(length);
    }

    /// Puts an element where it belongs, unless it is not kept.
    ///
    /// @return how the text of the elements behind it is read
    private SpecificCharacterSet readInto(
            TreeMap<Tag, Element> elements, ElementHeader header, long end, int depth, SpecificCharacterSet charset)
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

    private Element readElement(ElementHeader header, long end, int depth, SpecificCharacterSet charset)
            throws IOException, DicomException {
        Tag tag = header.tag();
        if (header.isOfUndefinedLength()) {
            return switch (header.vr()) {
                case OB, OW -> readFragments(header, depth);
                case SQ, UN -> new Element.Sequence(tag, readItems(header, end, depth, charset));
                default -> throw DicomException.unreadable("undefined length of " + tag, source.offset());
            };
        }
        if (header.length() == ElementHeader.FALSE_LENGTH && header.vr() != Vr.SQ) {
            return readTenOrThirteen(header, end);
        }
        checkWithin(header.length(), end, tag);
        if (header.vr() == Vr.SQ) {
            return tag.isPrivate()
                    ? readPrivateSequence(header, end, depth, charset)
                    : new Element.Sequence(tag, readItems(header, end, depth, charset));
        }
        return value(header, readValue(header.length()));
    }

    private static Element.Value value(ElementHeader header, ByteBuffer bytes) {
        return new Element.Value(
                header.tag(), header.vr(), bytes.order(header.encoding().order()));
    }

    private Element readTenOrThirteen(ElementHeader header, long end) throws IOException, DicomException {
        checkWithin(ElementHeader.TRUE_LENGTH, end, header.tag());
        ByteBuffer ten = readValue(ElementHeader.TRUE_LENGTH);
        if (source.offset() == end || header.endsBefore(source.peek(ElementHeader.BYTES_BEHIND_TRUE_LENGTH))) {
            return value(header, ten);
        }
        int missing = ElementHeader.FALSE_LENGTH - ElementHeader.TRUE_LENGTH;
        checkWithin(missing, end, header.tag());
        ByteBuffer rest = readValue(missing);
        ByteBuffer thirteen = ByteBuffer.allocate(ten.remaining() + rest.remaining());
        return value(header, thirteen.put(ten).put(rest).flip());
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

    /// Nobody here asks what is in it: one that is no sequence of items is passed over, by its length.
    private Element readPrivateSequence(
            ElementHeader header, long enclosingEnd, int depth, SpecificCharacterSet charset)
            throws IOException, DicomException {
        boolean kept = keeping;
        long end = source.offset() + header.length();
        try {
            return new Element.Sequence(header.tag(), readItems(header, enclosingEnd, depth, charset));
        } catch (DicomException e) {
            if (e.reason() != ReasonCode.UNREADABLE_DICOM || source.offset() > end) {
                throw e;
            }
            keeping = kept;
            source.skip(end - source.offset());
            return new Element.Unread(header.tag());
        }
    }

    private List<DataSet> readItems(ElementHeader header, long enclosingEnd, int depth, SpecificCharacterSet charset)
            throws IOException, DicomException {
        if (depth >= limits.maxDepth()) {
            throw DicomException.limit("levels of sequences", limits.maxDepth(), source.offset());
        }
        boolean undefined = header.isOfUndefinedLength();
        long end = undefined ? enclosingEnd : source.offset() + header.length();
        Encoding encoding = header.encoding();
        List<DataSet> items = new ArrayList<>();
        while (goesOn(undefined, end)) {
            Tag tag = readTag(encoding.order());
            if (tag.group() == ITEM_GROUP_IN_OTHER_BYTE_ORDER) { // so Philips wrote private sequences
                encoding = encoding.inOtherByteOrder();
                tag = new Tag(swapped(tag.group()), swapped(tag.element()));
            }
            if (tag.equals(Tags.ITEM)) {
                DataSet item = readItem(ElementHeader.longLength(source, encoding), end, encoding, depth + 1, charset);
                if (keeping) {
                    items.add(item);
                }
                if (undefined && sequenceEnded) {
                    break;
                }
            } else if (tag.group() == Tags.ITEM.group()) {
                passStray(tag, encoding, end);
                if (undefined && tag.equals(Tags.SEQUENCE_DELIMITATION_ITEM)) {
                    break;
                }
            } else {
                throw DicomException.unreadable("no item in sequence " + header.tag(), source.offset());
            }
        }
        return items;
    }

    /// To its delimiter, or to where what encloses it ends; where that is the end of all bytes, one is missing.
    private boolean goesOn(boolean undefinedLength, long end) {
        return source.offset() < end || undefinedLength && end == source.end();
    }

    private static int swapped(int number) {
        return Short.toUnsignedInt(Short.reverseBytes((short) number));
    }

    private DataSet readItem(long length, long enclosingEnd, Encoding stated, int depth, SpecificCharacterSet inherited)
            throws IOException, DicomException {
        count("items");
        boolean undefined = length == ElementHeader.UNDEFINED_LENGTH;
        if (!undefined) {
            checkWithin(length, enclosingEnd, Tags.ITEM);
        }
        keep(Selection.OVERHEAD_BYTES);
        long end = undefined ? enclosingEnd : source.offset() + length;
        Encoding encoding = length >= LEAST_ELEMENT_BYTES ? encodingHere(stated) : stated;
        TreeMap<Tag, Element> elements = new TreeMap<>();
        SpecificCharacterSet charset = inherited;
        boolean endsSequence = false;
        boolean behindDefinedSequence = false;
        while (goesOn(undefined, end)) {
            Tag tag = readTag(encoding.order());
            if (tag.group() == Tags.ITEM.group()) {
                passStray(tag, encoding, end);
                if (undefined && tag.equals(Tags.ITEM_DELIMITATION_ITEM)) {
                    break;
                }
                // The delimiter of the sequence that this item is in, its own missing; if not one too many of another.
                if (undefined && tag.equals(Tags.SEQUENCE_DELIMITATION_ITEM) && !behindDefinedSequence) {
                    endsSequence = true;
                    break;
                }
                behindDefinedSequence = false;
                continue;
            }
            ElementHeader header = readHeader(tag, encoding);
            charset = readInto(elements, header, end, depth, charset);
            behindDefinedSequence = header.vr() == Vr.SQ && !header.isOfUndefinedLength();
        }
        sequenceEnded = endsSequence;
        return new DataSet(elements, charset, selection);
    }

    /// Encapsulated value (PS3.5 section A.4, table A.4-1). Behind the image's last fragment some leave something else
    /// than its delimiter; whether the frame is whole then, its decoder sees. Behind a single fragment, which is
    /// whole, the bytes may end; of several one may be missing.
    private Element readFragments(ElementHeader header, int depth) throws IOException, DicomException {
        List<ByteBuffer> items = new ArrayList<>();
        int count = 0;
        boolean image = depth == 0 && header.tag().equals(Tags.PIXEL_DATA);
        while (true) {
            if (!image) {
                count("fragments");
            }
            if (depth == 0 && count == 2 && source.peekShort() < 0) {
                break;
            }
            Tag tag = readTag(header.encoding().order());
            if (!tag.equals(Tags.ITEM) && !tag.equals(Tags.SEQUENCE_DELIMITATION_ITEM) && depth == 0 && count > 1) {
                break;
            }
            long length = ElementHeader.longLength(source, header.encoding());
            if (tag.equals(Tags.SEQUENCE_DELIMITATION_ITEM)) {
                break;
            }
            if (!tag.equals(Tags.ITEM) || length == ElementHeader.UNDEFINED_LENGTH) {
                throw DicomException.unreadable("no fragment in " + header.tag(), source.offset());
            }
            count++;
            if (image && ++imageFragmentCount > limits.maxElements()) {
                throw DicomException.limit("fragments", limits.maxElements(), source.offset());
            }
            keep(Selection.OVERHEAD_BYTES);
            ByteBuffer fragment = readValue(length).order(ByteOrder.LITTLE_ENDIAN);
            if (keeping) {
                items.add(fragment);
            }
        }
        if (count == 0) {
            throw DicomException.unreadable("no Basic Offset Table in " + header.tag(), source.offset());
        }
        return keeping ? Element.Fragments.of(header.tag(), header.vr(), items) : new Element.Unread(header.tag());
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
}
