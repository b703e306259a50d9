package io.pleura.schemas;

/// Study Instance UID (0020,000D).
public record StudyUid(String value) {

    public StudyUid {
        value = Uids.check("Study Instance UID", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
