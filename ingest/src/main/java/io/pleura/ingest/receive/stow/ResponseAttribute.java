package io.pleura.ingest.receive.stow;

import java.util.Arrays;
import java.util.Optional;

/// The attributes of a Store Instances Response (PS3.18 table I.1-1), with their VR and keyword (PS3.6).
enum ResponseAttribute {
    REFERENCED_SOP_CLASS_UID("00081150", "UI", "ReferencedSOPClassUID"),
    REFERENCED_SOP_INSTANCE_UID("00081155", "UI", "ReferencedSOPInstanceUID"),
    RETRIEVE_URL("00081190", "UR", "RetrieveURL"),
    FAILURE_REASON("00081197", "US", "FailureReason"),
    FAILED_SOP_SEQUENCE("00081198", "SQ", "FailedSOPSequence"),
    REFERENCED_SOP_SEQUENCE("00081199", "SQ", "ReferencedSOPSequence"),
    OTHER_FAILURES_SEQUENCE("0008119A", "SQ", "OtherFailuresSequence");

    private final String tag;
    private final String vr;
    private final String keyword;

    ResponseAttribute(String tag, String vr, String keyword) {
        this.tag = tag;
        this.vr = vr;
        this.keyword = keyword;
    }

    /// Eight hexadecimal digits, as the JSON and XML models write it.
    String tag() {
        return tag;
    }

    String vr() {
        return vr;
    }

    String keyword() {
        return keyword;
    }

    static Optional<ResponseAttribute> of(String tag) {
        return Arrays.stream(values())
                .filter(attribute -> attribute.tag.equals(tag))
                .findAny();
    }
}
