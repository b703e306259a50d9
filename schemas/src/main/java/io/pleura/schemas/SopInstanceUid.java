package io.pleura.schemas;

/// SOP Instance UID (0008,0018).
public record SopInstanceUid(String value) {

    public SopInstanceUid {
        value = Uids.check("SOP Instance UID", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
