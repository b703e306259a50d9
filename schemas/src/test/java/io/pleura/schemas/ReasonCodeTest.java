package io.pleura.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonCodeTest {

    /// Ingest knows it: to send it again brings its bytes back, and no second event.
    @ParameterizedTest
    @EnumSource(names = {"BLOB_MISSING", "BLOB_ALTERED"})
    void whatIsSentAgainIsScoredOnlyUnderAnotherUid(ReasonCode code) {
        assertThat(code.remedy()).contains("new SOP Instance UID").doesNotContain("again");
    }

    /// Error Comment (0000,0902) is LO: at most 64 characters.
    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void meaningFitsAnErrorComment(ReasonCode code) {
        assertThat(code.meaning()).isNotBlank().hasSizeLessThanOrEqualTo(64);
    }

    /// A site's rules can change what is let in: neither text may repeat the shipped values.
    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void saysWhatCanBeDone(ReasonCode code) {
        assertThat(code.remedy()).isNotBlank().hasSizeLessThanOrEqualTo(90).doesNotContain("CR", "DX", "18");
        assertThat(code.meaning()).doesNotContain("CR", "DX", "18");
    }

    /// 0x0000 is success and 0xBxxx a warning after which a sender may delete its copy: a refusal is neither.
    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void noRefusalLooksLikeSuccess(ReasonCode code) {
        assertThat(code.dicomStatus()).isNotZero().matches(status -> status >> 12 != 0xB);
        assertThat(code.httpStatus()).isBetween(400, 599);
    }

    @ParameterizedTest
    @CsvSource({"OVERLOADED, 503", "DEPENDENCY, 503", "BUG, 500"})
    void tellsTheSenderToComeAgainWhereThatHelps(ErrorKind kind, int httpStatus) {
        assertThat(ReasonCode.values())
                .filteredOn(code -> code.kind() == kind)
                .isNotEmpty()
                .allMatch(code -> code.httpStatus() == httpStatus);
    }
}
