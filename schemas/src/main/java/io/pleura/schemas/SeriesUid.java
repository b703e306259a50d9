package io.pleura.schemas;

/// Series Instance UID (0020,000E).
public record SeriesUid(String value) {

    public SeriesUid {
        value = Uids.check("Series Instance UID", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
