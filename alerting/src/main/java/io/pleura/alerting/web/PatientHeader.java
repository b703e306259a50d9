package io.pleura.alerting.web;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.Tags;
import java.util.ArrayList;
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
/// @param unknownCharacterSet terms of Specific Character Set (0008,0005) that nobody knows: the name may have gaps
public record PatientHeader(
        @Nullable String name,
        @Nullable String id,
        @Nullable String birthDate,
        @Nullable String sex,
        @Nullable String accessionNumber,
        @Nullable String studyDate,
        @Nullable String studyDescription,
        @Nullable String unknownCharacterSet) {

    /// Alphabetic, ideographic, phonetic.
    private static final int MAX_GROUPS = 3;

    static PatientHeader of(DataSet radiograph) {
        List<String> unknown = radiograph.characterSet().unknown();
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
                radiograph.string(Tags.STUDY_DESCRIPTION).orElse(null),
                unknown.isEmpty() ? null : String.join(", ", unknown));
    }

    /// Whether the two are of different persons, as far as the files say: another name or ID, where one that is missing
    /// is another, or another birth date or sex where both state it.
    boolean contradicts(PatientHeader other) {
        return !sameText(name, other.name)
                || !sameText(id, other.id)
                || (birthDate != null && other.birthDate != null && !sameText(birthDate, other.birthDate))
                || (sex != null && other.sex != null && !sameText(sex, other.sex));
    }

    /// Devices differ in the case of letters.
    private static boolean sameText(@Nullable String one, @Nullable String other) {
        return (one == null ? "" : one).strip().equalsIgnoreCase((other == null ? "" : other).strip());
    }

    /// A PN value (PS3.5 section 6.2.1) as people write names: "Family, Given Middle", then its ideographic and
    /// phonetic groups as in "Yamada, Tarou (山田 太郎, やまだ たろう)": the wristband may have any of them.
    static String readable(String personName) {
        String[] groups = personName.split("=", MAX_GROUPS);
        List<String> names = new ArrayList<>();
        for (int group = 0; group < groups.length; group++) {
            String name = group == 0 ? alphabetic(groups[group]) : eastAsian(groups[group]);
            if (!name.isEmpty() && !names.contains(name)) {
                names.add(name);
            }
        }
        return switch (names.size()) {
            case 0 -> "";
            case 1 -> names.getFirst();
            default -> names.getFirst() + " (" + String.join(", ", names.subList(1, names.size())) + ")";
        };
    }

    /// Family name, given and middle names; titles are left out.
    private static String alphabetic(String group) {
        List<String> parts = components(group);
        String given =
                parts.stream().skip(1).limit(2).filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
        return Stream.of(parts.getFirst(), given)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /// The family name comes first of itself.
    private static String eastAsian(String group) {
        return components(group).stream()
                .limit(3)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static List<String> components(String group) {
        return Arrays.stream(group.split("\\^", -1)).map(String::strip).toList();
    }

    /// Says who, to whoever prints it by accident, no more than that there is somebody.
    @Override
    public String toString() {
        return "PatientHeader[not printed]";
    }
}
