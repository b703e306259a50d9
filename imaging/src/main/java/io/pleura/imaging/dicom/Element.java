package io.pleura.imaging.dicom;

import java.nio.ByteBuffer;
import java.util.List;

/// A data element (PS3.5 section 7.1). Values are views of the bytes they were read from and carry their byte order.
public sealed interface Element {

    Tag tag();

    Vr vr();

    /// A plain value: the bytes of the value field, as encoded.
    record Value(Tag tag, Vr vr, ByteBuffer bytes) implements Element {
        public Value {
            bytes = readOnly(bytes);
        }

        /// From position 0 to the value's length; a fresh view at each call.
        @Override
        public ByteBuffer bytes() {
            return readOnly(bytes);
        }
    }

    /// A sequence of items (PS3.5 section 7.5).
    record Sequence(Tag tag, List<DataSet> items) implements Element {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public Vr vr() {
            return Vr.SQ;
        }
    }

    /// An encapsulated value (PS3.5 section A.4): the Basic Offset Table item and the fragments that follow it.
    record Fragments(Tag tag, Vr vr, ByteBuffer basicOffsetTable, List<ByteBuffer> fragments) implements Element {
        public Fragments {
            basicOffsetTable = readOnly(basicOffsetTable);
            fragments = fragments.stream().map(Element::readOnly).toList();
        }

        /// @param items at least one
        static Fragments of(Tag tag, Vr vr, List<ByteBuffer> items) {
            PixelData.Encapsulated value = PixelData.Encapsulated.of(items);
            return new Fragments(tag, vr, value.basicOffsetTable(), value.fragments());
        }
    }

    /// An element that is there but was not read: Pixel Data after [DicomReader#readHeader].
    record Unread(Tag tag) implements Element {
        @Override
        public Vr vr() {
            return Vr.UN;
        }
    }

    private static ByteBuffer readOnly(ByteBuffer bytes) {
        return bytes.slice().asReadOnlyBuffer().order(bytes.order());
    }
}
