package io.pleura.imaging.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.Tags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FacingTest {

    @ParameterizedTest
    @CsvSource({"'',NOT_STATED", "L,USUAL", "LF,USUAL", "R,MIRRORED", "RH,MIRRORED", "A,NOT_FRONTAL", "P,NOT_FRONTAL"})
    void isThatOfTheDirectionOfTheRows(String rowDirection, Facing facing) {
        assertThat(Facing.ofRowDirection(rowDirection)).isEqualTo(facing);
        DataSet radiograph = DataSet.builder()
                .string(Tags.PATIENT_ORIENTATION, rowDirection, "F")
                .build();
        assertThat(Facing.of(radiograph)).isEqualTo(facing);
    }

    @Test
    void isNotStatedWhereTheAttributeIsAbsent() {
        assertThat(Facing.of(DataSet.builder().build())).isEqualTo(Facing.NOT_STATED);
    }
}
