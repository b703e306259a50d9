package io.pleura.alerting.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.alerting.Samples;
import io.pleura.alerting.triage.Finding;
import io.pleura.imaging.frame.Facing;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertDetailTest {

    /// Name, ID, birth date and sex of two radiographs of one study, and whether they differ.
    @ParameterizedTest(name = "{0} {1} {2} {3}, {4} {5} {6} {7}: {8}")
    @CsvSource(nullValues = "-", textBlock = """
            Roe,  42, 19610203, F,  Roe,  42, 19610203, F,  false
            Roe,  42, 19610203, F,  ROE,  42, 19610203, F,  false
            Roe,  42, 19610203, F,  Roe,  42, -,        -,  false
            -,    -,  -,        -,  -,    -,  -,        -,  false
            Roe,  42, 19610203, F,  Doe,  42, 19610203, F,  true
            Roe,  42, 19610203, F,  Roe,  43, 19610203, F,  true
            Roe,  42, 19610203, F,  Roe,  -,  19610203, F,  true
            Roe,  42, 19610203, F,  Roe,  42, 19610204, F,  true
            Roe,  42, 19610203, F,  Roe,  42, 19610203, M,  true
            """)
    void tellsWhetherRadiographsOfOneStudyAreOfDifferentPatients(
            @Nullable String name,
            @Nullable String id,
            @Nullable String birthDate,
            @Nullable String sex,
            @Nullable String name2,
            @Nullable String id2,
            @Nullable String birthDate2,
            @Nullable String sex2,
            boolean differ) {
        AlertDetail detail = detail(
                Map.of("1.2.3.1", header(name, id, birthDate, sex), "1.2.3.2", header(name2, id2, birthDate2, sex2)));

        assertThat(detail.patientsDiffer()).isEqualTo(differ);
        assertThat(detail.images())
                .extracting(AlertDetail.Image::patient)
                .extracting(PatientHeader::name)
                .containsExactly(name, name2);
    }

    @Test
    void saysOfNobodyThatTheyDifferWhoseFileCannotBeRead() {
        AlertDetail detail = detail(Map.of("1.2.3.1", header("Roe", "42", "19610203", "F")));

        assertThat(detail.patientsDiffer()).isFalse();
        assertThat(detail.images().getLast().patient()).isNull();
        assertThat(detail.images().getLast().facing()).isNull();
    }

    private static AlertDetail detail(Map<String, RadiographHeader> files) {
        return AlertDetail.of(
                Samples.alertWithTwoImages("1.2.3"),
                true,
                (Finding finding) ->
                        Optional.ofNullable(files.get(finding.image().value())));
    }

    private static RadiographHeader header(
            @Nullable String name, @Nullable String id, @Nullable String birthDate, @Nullable String sex) {
        return new RadiographHeader(new PatientHeader(name, id, birthDate, sex, null, null, null, null), Facing.USUAL);
    }
}
