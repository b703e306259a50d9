package io.pleura.imaging.dicom;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A data set (PS3.5 chapter 7): elements in ascending order of tag. Immutable.
///
/// The typed questions never throw: a value that is absent, empty or malformed is simply not there, nor are text and
/// numbers of more than 64 KiB. Where absence and malformation must be told apart, ask [#element]. Only a question
/// about an element that the reader's [Selection] does not keep is a mistake, and throws IllegalArgumentException.
public final class DataSet {

    public static final DataSet EMPTY = builder().build();

    private final SortedMap<Tag, Element> elements;
    private final SpecificCharacterSet charset;
    private final Selection selection;

    DataSet(SortedMap<Tag, Element> elements, SpecificCharacterSet charset) {
        this(elements, charset, Selection.Everything.INSTANCE);
    }

    /// @param selection what was kept of it
    DataSet(SortedMap<Tag, Element> elements, SpecificCharacterSet charset, Selection selection) {
        this.elements = Collections.unmodifiableSortedMap(new TreeMap<>(elements));
        this.charset = charset;
        this.selection = selection;
    }

    public static DataSetBuilder builder() {
        return new DataSetBuilder();
    }

    /// A builder that starts with these elements.
    public DataSetBuilder toBuilder() {
        return new DataSetBuilder(whole(), charset);
    }

    public Collection<Element> elements() {
        return whole().values();
    }

    public Optional<Element> element(Tag tag) {
        return Optional.ofNullable(find(tag));
    }

    /// Whether the element is there, with a value or without one.
    public boolean contains(Tag tag) {
        return find(tag) != null;
    }

    /// The first value, without padding.
    public Optional<String> string(Tag tag) {
        return strings(tag).stream().findFirst().filter(value -> !value.isEmpty());
    }

    /// All values of a text element, without padding; numbers in binary as decimal text.
    public List<String> strings(Tag tag) {
        Element.Value value = value(tag);
        return value == null ? List.of() : ElementValues.strings(value, charset);
    }

    /// The first value as an integer, from text (IS, DS) or binary, if it is one and fits.
    public OptionalInt integer(Tag tag) {
        return decimal(tag).stream()
                .mapToDouble(Double::doubleValue)
                .filter(first -> first == (int) first)
                .mapToInt(first -> (int) first)
                .findFirst();
    }

    /// The first value as a number, from text or binary, whatever the others are.
    public Optional<Double> decimal(Tag tag) {
        return Optional.ofNullable(value(tag)).flatMap(value -> ElementValues.firstDecimal(value, charset));
    }

    /// All values as numbers; empty when any of them is malformed, infinite or not a number.
    public List<Double> decimals(Tag tag) {
        Element.Value value = value(tag);
        return value == null ? List.of() : ElementValues.decimals(value, charset);
    }

    /// The bytes of a plain value.
    public Optional<ByteBuffer> bytes(Tag tag) {
        return Optional.ofNullable(value(tag)).map(Element.Value::bytes);
    }

    /// How the text of this data set is read; that of its items may differ.
    public SpecificCharacterSet characterSet() {
        return charset;
    }

    /// The items of a sequence; none when it is absent.
    public List<DataSet> items(Tag tag) {
        return find(tag) instanceof Element.Sequence sequence ? sequence.items() : List.of();
    }

    /// Pixel Data, unless it is absent or was not read.
    public Optional<PixelData> pixelData() {
        return switch (find(Tags.PIXEL_DATA)) {
            case Element.Value(Tag _, Vr vr, ByteBuffer bytes) -> Optional.of(new PixelData.Native(vr, bytes));
            case Element.Fragments(Tag _, Vr _, ByteBuffer offsets, List<ByteBuffer> fragments) ->
                Optional.of(new PixelData.Encapsulated(offsets, new ArrayList<>(fragments)));
            case null -> Optional.empty();
            case Element.Sequence _ -> Optional.empty();
            case Element.Unread _ -> Optional.empty();
        };
    }

    private Element.@Nullable Value value(Tag tag) {
        return find(tag) instanceof Element.Value value ? value : null;
    }

    private @Nullable Element find(Tag tag) {
        if (!selection.keeps(tag)) {
            throw new IllegalArgumentException(tag + " was not kept, so nobody can say whether it is there");
        }
        return elements.get(tag);
    }

    private SortedMap<Tag, Element> whole() {
        if (selection instanceof Selection.Only) {
            throw new IllegalStateException("only some of the elements were kept");
        }
        return elements;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DataSet that && elements.equals(that.elements) && selection.equals(that.selection);
    }

    @Override
    public int hashCode() {
        return Objects.hash(elements);
    }

    /// Tags only: values may name a patient.
    @Override
    public String toString() {
        return "DataSet" + elements.keySet();
    }
}
