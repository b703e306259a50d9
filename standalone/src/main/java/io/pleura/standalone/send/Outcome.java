package io.pleura.standalone.send;

import io.pleura.ingest.scu.StoreStatus;
import java.nio.file.Path;

/// What became of one file.
public sealed interface Outcome {

    Path file();

    /// The receiver has it, durably.
    record Stored(Path file) implements Outcome {}

    /// The receiver said no, with a status of PS3.4 table B.2-1.
    record Refused(Path file, StoreStatus status) implements Outcome {}

    /// No answer: the file is no DICOM file, or the association was refused or broke. Whether the receiver has it is
    /// unknown; sending it again does no harm.
    record Failed(Path file, String reason) implements Outcome {}
}
