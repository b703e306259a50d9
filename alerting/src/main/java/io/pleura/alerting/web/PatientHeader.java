package io.pleura.alerting.web;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.Tags;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who the radiograph is of, as its file says. Read on demand, sent to the browser, and stored nowhere: not in an
/// event, not in a log.
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

    static PatientHeader of(DataSet radiograph) {
        return new PatientHeader(
                radiograph
                        .string(Tags.PATIENT_NAME)
                        .map(PatientHeader::readable)
                        .orElse(null),
                radiograph.string(Tags.PATIENT_ID).orElse(null),
                radiograph.string(Tags.PATIENT_BIRTH_DATE).orElse(null),
                radiograph.string(Tags.PATIENT_SEX).orElse(null),
                radiograph.string(Tags.ACCESSION_NUMBER).orElse(null),
                radiograph.string(Tags.STUDY_DATE).orElse(null),
                radiograph.string(Tags.STUDY_DESCRIPTION).orElse(null));
    }

    /// "Family, Given Middle" from the components of a PN value (PS3.5 section 6.2.1): the first group that is not
    /// empty.
    static String readable(String personName) {
        String group = Arrays.stream(personName.split("="))
                .filter(each -> !each.isBlank())
                .findFirst()
                .orElse("");
        List<String> parts =
                Arrays.stream(group.split("\\^")).map(String::strip).toList();
        String given =
                parts.stream().skip(1).limit(2).filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
        return Stream.of(parts.getFirst(), given)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /// Says who, to whoever prints it by accident, no more than that there is somebody.
    @Override
    public String toString() {
        return "PatientHeader[not printed]";
    }
}
