package io.pleura.imaging.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Puts a data set together. Value representations come from [Tags]; give one for elements that are not named there.
///
/// Text is encoded by the Specific Character Set put in before it, the first of several; without one it must be
/// ASCII.
public final class DataSetBuilder {

    private final TreeMap<Tag, Element> elements;
    private SpecificCharacterSet charset;

    DataSetBuilder() {
        this(Map.of(), SpecificCharacterSet.DEFAULT);
    }

    DataSetBuilder(Map<Tag, Element> elements, SpecificCharacterSet charset) {
        this.elements = new TreeMap<>(elements);
        this.charset = charset;
    }

    public DataSetBuilder put(Element element) {
        elements.put(element.tag(), element);
        if (element instanceof Element.Value value && value.tag().equals(Tags.SPECIFIC_CHARACTER_SET)) {
            charset = SpecificCharacterSet.of(ElementValues.strings(value, charset));
        }
        return this;
    }

    public DataSetBuilder string(Tag tag, String... values) {
        return string(tag, vr(tag), values);
    }

    public DataSetBuilder string(Tag tag, Vr vr, String... values) {
        if (!vr.isText()) {
            throw new IllegalArgumentException(tag + " is " + vr + ", not text");
        }
        SpecificCharacterSet used = vr.usesSpecificCharacterSet() ? charset : SpecificCharacterSet.DEFAULT;
        return bytes(tag, vr, encode(tag, String.join("\\", values), used));
    }

    /// For US, SS, UL, SL and IS.
    public DataSetBuilder integer(Tag tag, int... values) {
        return integer(tag, vr(tag), values);
    }

    public DataSetBuilder integer(Tag tag, Vr vr, int... values) {
        if (vr == Vr.IS || vr == Vr.DS) {
            return string(
                    tag, vr, Arrays.stream(values).mapToObj(Integer::toString).toArray(String[]::new));
        }
        ByteBuffer bytes = ByteBuffer.allocate(values.length * vr.wordBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            switch (vr) {
                case US, SS, OW, AT -> bytes.putShort((short) value);
                case UL, SL, OL -> bytes.putInt(value);
                default -> throw new IllegalArgumentException(tag + " is " + vr + ", which holds no integers");
            }
        }
        return put(new Element.Value(tag, vr, bytes.flip()));
    }

    /// For DS (at most 16 characters, PS3.5 table 6.2-1) and FD, FL.
    public DataSetBuilder decimal(Tag tag, double... values) {
        Vr vr = vr(tag);
        if (vr == Vr.DS) {
            return string(
                    tag,
                    vr,
                    Arrays.stream(values)
                            .mapToObj(DataSetBuilder::decimalString)
                            .toArray(String[]::new));
        }
        ByteBuffer bytes = ByteBuffer.allocate(values.length * vr.wordBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            switch (vr) {
                case FD -> bytes.putDouble(value);
                case FL -> bytes.putFloat((float) value);
                default -> throw new IllegalArgumentException(tag + " is " + vr + ", which holds no decimals");
            }
        }
        return put(new Element.Value(tag, vr, bytes.flip()));
    }

    public DataSetBuilder items(Tag tag, Collection<DataSet> items) {
        return put(new Element.Sequence(tag, List.copyOf(items)));
    }

    /// Bytes as they stand, little endian; padded to even length.
    public DataSetBuilder bytes(Tag tag, Vr vr, byte[] value) {
        byte[] even = Arrays.copyOf(value, value.length + (value.length & 1));
        if (even.length != value.length) {
            even[value.length] = vr.padding();
        }
        return put(new Element.Value(tag, vr, ByteBuffer.wrap(even).order(ByteOrder.LITTLE_ENDIAN)));
    }

    /// Native 16-bit Pixel Data, one cell per sample (its low 16 bits).
    public DataSetBuilder pixels16(short[] samples) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(samples);
        return put(new Element.Value(Tags.PIXEL_DATA, Vr.OW, bytes));
    }

    /// Native 8-bit Pixel Data.
    public DataSetBuilder pixels8(byte[] samples) {
        return bytes(Tags.PIXEL_DATA, Vr.OB, samples);
    }

    /// Encapsulated Pixel Data of one frame, with an empty Basic Offset Table.
    public DataSetBuilder encapsulatedPixels(List<byte[]> fragments) {
        return put(new Element.Fragments(
                Tags.PIXEL_DATA,
                Vr.OB,
                ByteBuffer.allocate(0),
                fragments.stream().map(ByteBuffer::wrap).toList()));
    }

    public DataSetBuilder remove(Tag tag) {
        elements.remove(tag);
        return this;
    }

    public DataSet build() {
        return new DataSet(elements, charset);
    }

    private static Vr vr(Tag tag) {
        return Tags.vr(tag).orElseThrow(() -> new IllegalArgumentException(tag + " needs a value representation"));
    }

    private static String decimalString(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        String text = Double.toString(value);
        return text.length() <= 16 ? text : Float.toString((float) value);
    }

    private static byte[] encode(Tag tag, String text, SpecificCharacterSet charset) {
        try {
            return charset.encode(text);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the text of " + tag + " does not fit its character set", e);
        }
    }
}
