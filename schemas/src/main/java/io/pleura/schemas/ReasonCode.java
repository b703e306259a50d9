package io.pleura.schemas;

/// Every reason for which Pleura refuses an object, with what each kind of sender is told and can do.
///
/// DICOM statuses are those of the C-STORE service (PS3.4 table B.2-1) and PS3.7 annex C. Add a reason here and it can
/// be counted, documented and tested everywhere; [Rejected events][io.pleura.events.Rejected] carry the name.
public enum ReasonCode {
    // Refusals for what the object is.
    UNREADABLE_DICOM(
            ErrorKind.BAD_INPUT,
            0xC000,
            400,
            "not a readable DICOM object",
            "check the file at its source, and send it again from there"),
    TRUNCATED(
            ErrorKind.BAD_INPUT,
            0xC001,
            400,
            "the object ends before its data elements do",
            "send it again from its source; if it is short there too, the source has lost bytes"),
    MISSING_IDENTIFIER(
            ErrorKind.BAD_INPUT,
            0xC002,
            400,
            "a required UID is absent or malformed",
            "have the sender write valid Study, Series and SOP Instance UIDs"),
    LIMIT_EXCEEDED(
            ErrorKind.BAD_INPUT,
            0xC003,
            413,
            "the object is larger or more deeply nested than allowed",
            "raise the limit that was exceeded, if such objects are wanted"),
    SOP_CLASS_MISMATCH(
            ErrorKind.BAD_INPUT,
            0xA900,
            409,
            "the data set is of another SOP class than announced",
            "mend the sender: request and data set must name the same SOP class"),
    SOP_INSTANCE_MISMATCH(
            ErrorKind.BAD_INPUT,
            0xA901,
            409,
            "the data set is another SOP instance than announced",
            "mend the sender: request and data set must name the same study and instance"),
    UNSUPPORTED_SOP_CLASS(
            ErrorKind.BAD_INPUT,
            0x0122,
            409,
            "not a radiograph's SOP class, or not one this site lets in",
            "do not route such objects here"),
    UNSUPPORTED_MODALITY(
            ErrorKind.BAD_INPUT,
            0xC010,
            409,
            "the modality is not one that this site lets in",
            "do not route such objects here, or let the site's rule modality accept them"),
    NOT_FRONTAL(
            ErrorKind.BAD_INPUT,
            0xC011,
            409,
            "the stated view is not frontal",
            "nothing if the view is as stated; else correct it at the modality and send again"),
    NOT_CHEST(
            ErrorKind.BAD_INPUT,
            0xC012,
            409,
            "the stated body part is not the chest",
            "nothing if the body part is as stated; else correct it at the modality and send again"),
    FOR_PROCESSING(
            ErrorKind.BAD_INPUT,
            0xC013,
            409,
            "the image is raw (for processing), not for presentation",
            "send the image for presentation"),
    NO_PIXEL_DATA(
            ErrorKind.BAD_INPUT,
            0xC014,
            409,
            "there is no image in the object",
            "send the image itself, not its header alone"),
    UNSUPPORTED_TRANSFER_SYNTAX(
            ErrorKind.BAD_INPUT,
            0xC015,
            409,
            "the transfer syntax cannot be decoded",
            "send it in a transfer syntax of the conformance statement, or uncompressed"),
    UNSUPPORTED_PIXEL_FORMAT(
            ErrorKind.BAD_INPUT,
            0xC016,
            409,
            "the pixel format cannot be decoded",
            "send it in grey: one sample of 8 or 16 bits, MONOCHROME1 or MONOCHROME2"),
    MULTI_FRAME(
            ErrorKind.BAD_INPUT,
            0xC017,
            409,
            "the object has more than one frame",
            "send each radiograph as an object of its own"),
    IMPLAUSIBLE_SIZE(
            ErrorKind.BAD_INPUT,
            0xC018,
            409,
            "rows or columns are not those of a chest radiograph",
            "send the whole image, not a preview, or change the site's rule image-side"),
    UNDECODABLE_PIXELS(
            ErrorKind.BAD_INPUT,
            0xC019,
            409,
            "the pixel data could not be decoded",
            "check the image at its source, and send it uncompressed"),
    AGE_OUT_OF_RANGE(
            ErrorKind.BAD_INPUT,
            0xC01A,
            409,
            "the patient's age is not one that this site lets in",
            "nothing; or change the site's rule age, if its model was made for such patients"),
    NOT_STATED(
            ErrorKind.BAD_INPUT,
            0xC01B,
            409,
            "something that this site's rules ask for is not stated",
            "have the modality state it, or let the site's rule accept what lacks it"),
    // Same SOP Instance UID, other content.
    CONFLICTING_INSTANCE(
            ErrorKind.BAD_INPUT,
            0x0111,
            409,
            "this SOP Instance UID is known with other content; quarantined",
            "find out which is right; a changed image needs a SOP Instance UID of its own"),
    // The bytes behind an event.
    BLOB_MISSING(
            ErrorKind.BAD_INPUT,
            0x0110,
            500,
            "the bytes are not in the blob store",
            "mount or restore the blob store; to have it scored, send it with a new SOP Instance UID"),
    BLOB_ALTERED(
            ErrorKind.BAD_INPUT,
            0x0110,
            500,
            "the bytes no longer match their hash",
            "check the blob store's disk; to have it scored, send it with a new SOP Instance UID"),
    // What no worker has lived through.
    ENDS_WORKER(
            ErrorKind.BAD_INPUT,
            0x0110,
            500,
            "the worker crashed each time it had this image alone in hand",
            "read it without Pleura; report it with hs_err.last.log of the worker's folder"),
    SCORING_FAILS(
            ErrorKind.BAD_INPUT,
            0x0110,
            500,
            "scoring failed each time the worker had this image alone",
            "read it without Pleura; report what the worker's log says of it"),
    // Refusals for the state that we are in.
    TOO_BUSY(
            ErrorKind.OVERLOADED,
            0xA700,
            503,
            "too much work in hand",
            "send it again later; if that goes on, send with fewer associations"),
    STORAGE_UNAVAILABLE(
            ErrorKind.DEPENDENCY,
            0xA700,
            503,
            "the object could not be made durable",
            "send it again later; free or mend ingest's disks"),
    LOG_UNAVAILABLE(
            ErrorKind.DEPENDENCY,
            0xA700,
            503,
            "the event could not be made durable",
            "send it again later; see why Kafka cannot be reached"),
    INTERNAL_ERROR(
            ErrorKind.BUG,
            0x0110,
            500,
            "unexpected failure",
            "send it again later, and report what the service's log says of it");

    private final ErrorKind kind;
    private final int dicomStatus;
    private final int httpStatus;
    private final String meaning;
    private final String remedy;

    ReasonCode(ErrorKind kind, int dicomStatus, int httpStatus, String meaning, String remedy) {
        this.kind = kind;
        this.dicomStatus = dicomStatus;
        this.httpStatus = httpStatus;
        this.meaning = meaning;
        this.remedy = remedy;
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

    /// What whoever runs the sender or Pleura can do about it.
    public String remedy() {
        return remedy;
    }
}
