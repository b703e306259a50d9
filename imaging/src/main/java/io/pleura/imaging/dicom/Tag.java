package io.pleura.imaging.dicom;

import java.util.Locale;

/// A data element tag (PS3.5 section 7.1): group and element number, ordered as a data set orders them.
public record Tag(int group, int element) implements Comparable<Tag> {

    public Tag {
        if (group < 0 || group > 0xFFFF || element < 0 || element > 0xFFFF) {
            throw new IllegalArgumentException("group and element are 16-bit numbers");
        }
    }

    /// Odd groups belong to manufacturers (PS3.5 section 7.8).
    public boolean isPrivate() {
        return (group & 1) == 1;
    }

    @Override
    public int compareTo(Tag other) {
        return group != other.group ? Integer.compare(group, other.group) : Integer.compare(element, other.element);
    }

    /// As the standard prints it: `(0008,0018)`.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "(%04X,%04X)", group, element);
    }
}
