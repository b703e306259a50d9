package io.pleura.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.2.840.10008.5.1.4.1.1.1.1", "1.02.3", "0.0"})
    void acceptsUids(String uid) {
        assertThat(new StudyUid(uid)).hasToString(uid);
        assertThat(new AlertId(uid).study()).isEqualTo(new StudyUid(uid));
        assertThat(AlertId.of(new StudyUid(uid)).value()).isEqualTo(uid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1.", ".1", "1..2", "1.a", " 1", "1 ", "1/2", "../1", "١.٢"})
    void refusesWhatIsNoUid(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SopInstanceUid(text))
                .withMessageStartingWith("SOP Instance UID must be a DICOM UID");
    }

    @Test
    void refusesMoreThan64Characters() {
        String longest = "1." + "2".repeat(62);
        assertThat(new SeriesUid(longest).value()).hasSize(64);
        assertThatIllegalArgumentException().isThrownBy(() -> new SeriesUid(longest + "3"));
    }

    @Test
    void hashesAsTheStandardDoes() {
        // FIPS 180-4's own example: SHA-256 of "abc".
        assertThat(ContentHash.of("abc".getBytes(StandardCharsets.US_ASCII)))
                .hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ba7816bf",
                "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                "../../etc/passwd"
            })
    void refusesWhatIsNoHash(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ContentHash(text));
    }
}
