package io.pleura.imaging.dicom;

import io.pleura.schemas.ReasonCode;
import java.io.IOException;
import java.util.zip.ZipException;

/// An object is refused. The message names tags and offsets, never a value, so that it can be logged.
public final class DicomException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ReasonCode reason;

    public DicomException(ReasonCode reason, String message) {
        super(message);
        this.reason = reason;
    }

    public DicomException(ReasonCode reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public ReasonCode reason() {
        return reason;
    }

    /// @param cause ZipException or EOFException, from inflating a data set
    public static DicomException inflating(IOException cause) {
        return cause instanceof ZipException
                ? new DicomException(ReasonCode.UNREADABLE_DICOM, "the deflated data set is damaged", cause)
                : new DicomException(ReasonCode.TRUNCATED, "the deflated data set breaks off", cause);
    }

    static DicomException truncated(long offset) {
        return new DicomException(ReasonCode.TRUNCATED, "the bytes end at offset " + offset);
    }

    static DicomException unreadable(String what, long offset) {
        return new DicomException(ReasonCode.UNREADABLE_DICOM, what + " at offset " + offset);
    }

    /// A length that may be true or not: it is what an engineer tells a large object from a damaged one by.
    static DicomException headerLimit(long claimed, long maxBytes, long offset) {
        return new DicomException(
                ReasonCode.LIMIT_EXCEEDED,
                "%d bytes claimed at offset %d; a header may have %d".formatted(claimed, offset, maxBytes));
    }

    static DicomException limit(String what, long limit, long offset) {
        return new DicomException(
                ReasonCode.LIMIT_EXCEEDED, "more than " + limit + " " + what + " at offset " + offset);
    }
}
