package io.pleura.alerting.web;

import org.jspecify.annotations.Nullable;

/// Who the radiograph is of, as its file says. Read on demand, sent to the browser, and stored nowhere: not in an
// event, not
/// in a log.
///
/// @param name Patient's Name (0010,0010)
/// @param id Patient ID (0010,0020)
/// @param birthDate Patient's Birth Date (0010,0030), YYYYMMDD
/// @param sex Patient's Sex (0010,0040)
/// @param accessionNumber Accession Number (0008,0050)
/// @param studyDate Study Date (0008,0020), YYYYMMDD
/// @param studyDescription Study Description (0008,1030)
public record PatientHeader(
        @Nullable String name,
        @Nullable String id,
        @Nullable String birthDate,
        @Nullable String sex,
        @Nullable String accessionNumber,
        @Nullable String studyDate,
        @Nullable String studyDescription) {

    /// Says who, to whoever prints it by accident, no more than that there is somebody.
    @Override
    public String toString() {
        return "PatientHeader[not printed]";
    }
}
