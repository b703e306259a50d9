package io.pleura.ingest.receive.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.schemas.ReasonCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UNSUPPORTED_MODALITY | Modality (0008,0060) is CT; wanted: CR, DX | whole
            UNSUPPORTED_MODALITY | Modality (0008,0060) is CT; wanted: CR, DX, RG | Modality (0008,0060) is CT
            NOT_FRONTAL          | View Position (0018,5101) is LL; wanted: AP, PA, FRONTAL | View Position (0018,5101) is LL
            UNSUPPORTED_SOP_CLASS | SOP Class UID (0008,0016) is 1.2.840.10008.5.1.4.1.1.2 | (0008,0016) is 1.2.840.10008.5.1.4.1.1.2
            UNSUPPORTED_SOP_CLASS | SOP Class UID (0008,0016) is 1.2.840.10008.5.1.4.1.1.88.33 | (0008,0016)
            UNREADABLE_DICOM     | a value without an end to it, which is found at offset 12345 | a value without an end to it, which is found
            UNREADABLE_DICOM     | a value without an end to it, which is here at 123 | a value without an end to it, which is here at
            UNREADABLE_DICOM     | a value without an end to it, which is here at | whole
            UNREADABLE_DICOM     | avaluewithoutanendtoitwhichisfoundatoffset12345 | whole
            """)
    void anErrorCommentHasWholeClausesOrWords(ReasonCode reason, String detail, String kept) {
        assertThat(Messages.comment(reason, detail)).isEqualTo(reason + ": " + (kept.equals("whole") ? detail : kept));
    }
}
