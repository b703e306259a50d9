package io.pleura.schemas;

/// Every reason for which Pleura refuses an object, with what each kind of sender is told.
///
/// DICOM statuses are those of the C-STORE service (PS3.4 table B.2-1) and PS3.7 annex C. Add a reason here and it can
/// be counted, documented and tested everywhere; [Rejected events][io.pleura.events.Rejected] carry the name.
public enum ReasonCode {
    // Refusals for what the object is.
    UNREADABLE_DICOM(ErrorKind.BAD_INPUT, 0xC000, 400, "not a readable DICOM object"),
    TRUNCATED(ErrorKind.BAD_INPUT, 0xC001, 400, "the object ends before its data elements do"),
    MISSING_IDENTIFIER(ErrorKind.BAD_INPUT, 0xC002, 400, "a required UID is absent or malformed"),
    LIMIT_EXCEEDED(ErrorKind.BAD_INPUT, 0xC003, 413, "the object is larger or more deeply nested than allowed"),
    SOP_CLASS_MISMATCH(ErrorKind.BAD_INPUT, 0xA900, 400, "the data set is of another SOP class than announced"),
    SOP_INSTANCE_MISMATCH(ErrorKind.BAD_INPUT, 0xA901, 400, "the data set is another SOP instance than announced"),
    UNSUPPORTED_SOP_CLASS(ErrorKind.BAD_INPUT, 0x0122, 409, "not a radiograph storage SOP class"),
    UNSUPPORTED_MODALITY(ErrorKind.BAD_INPUT, 0xC010, 409, "modality is not CR or DX"),
    NOT_FRONTAL(ErrorKind.BAD_INPUT, 0xC011, 409, "the stated view is not frontal"),
    NOT_CHEST(ErrorKind.BAD_INPUT, 0xC012, 409, "the stated body part is not the chest"),
    FOR_PROCESSING(ErrorKind.BAD_INPUT, 0xC013, 409, "the image is raw (for processing), not for presentation"),
    NO_PIXEL_DATA(ErrorKind.BAD_INPUT, 0xC014, 409, "there is no image in the object"),
    UNSUPPORTED_TRANSFER_SYNTAX(ErrorKind.BAD_INPUT, 0xC015, 409, "the transfer syntax cannot be decoded"),
    UNSUPPORTED_PIXEL_FORMAT(ErrorKind.BAD_INPUT, 0xC016, 409, "the pixel format cannot be decoded"),
    MULTI_FRAME(ErrorKind.BAD_INPUT, 0xC017, 409, "the object has more than one frame"),
    IMPLAUSIBLE_SIZE(ErrorKind.BAD_INPUT, 0xC018, 409, "rows or columns are not those of a chest radiograph"),
    UNDECODABLE_PIXELS(ErrorKind.BAD_INPUT, 0xC019, 409, "the pixel data could not be decoded"),
    AGE_OUT_OF_RANGE(ErrorKind.BAD_INPUT, 0xC01A, 409, "the patient's age is not one that this site lets in"),
    NOT_STATED(ErrorKind.BAD_INPUT, 0xC01B, 409, "something that this site's rules ask for is not stated"),
    // Same SOP Instance UID, other bytes.
    CONFLICTING_INSTANCE(
            ErrorKind.BAD_INPUT, 0x0111, 409, "this SOP Instance UID is known with other bytes; quarantined"),
    // The bytes behind an event.
    BLOB_MISSING(ErrorKind.BAD_INPUT, 0x0110, 500, "the bytes are not in the blob store"),
    BLOB_ALTERED(ErrorKind.BAD_INPUT, 0x0110, 500, "the bytes no longer match their hash"),
    // Refusals for the state that we are in.
    TOO_BUSY(ErrorKind.OVERLOADED, 0xA700, 503, "too much work in hand"),
    STORAGE_UNAVAILABLE(ErrorKind.DEPENDENCY, 0xA700, 503, "the object could not be made durable"),
    LOG_UNAVAILABLE(ErrorKind.DEPENDENCY, 0xA700, 503, "the event could not be made durable"),
    INTERNAL_ERROR(ErrorKind.BUG, 0x0110, 500, "unexpected failure");

    private final ErrorKind kind;
    private final int dicomStatus;
    private final int httpStatus;
    private final String meaning;

    ReasonCode(ErrorKind kind, int dicomStatus, int httpStatus, String meaning) {
        this.kind = kind;
        this.dicomStatus = dicomStatus;
        this.httpStatus = httpStatus;
        this.meaning = meaning;
    }

    public ErrorKind kind() {
        return kind;
    }

    /// Status (0000,0900) of the C-STORE response.
    public int dicomStatus() {
        return dicomStatus;
    }

    /// HTTP status when this is the only outcome of a request.
    public int httpStatus() {
        return httpStatus;
    }

    /// One clause for Error Comment (0000,0902) and for logs; at most 64 characters (VR LO).
    public String meaning() {
        return meaning;
    }
}
