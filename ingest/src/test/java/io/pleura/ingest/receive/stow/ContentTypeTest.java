package io.pleura.ingest.receive.stow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTypeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            multipart/related; type="application/dicom"; boundary=abc     | application/dicom | abc
            Multipart/Related;Boundary="a;b=c" ; Type=application/dicom   | application/dicom | a;b=c
            multipart/related; boundary=abc                               | ``                | abc
            multipart/related                                             | ``                | ``
            multipart/related; type="application/dicom                    | application/dicom | ``
            multipart/related;;=;                                         | ``                | ``
            """)
    void readsParametersHoweverTheyAreWritten(String value, String type, String boundary) {
        ContentType contentType = ContentType.parse(value);

        assertThat(contentType.type()).isEqualTo("multipart/related");
        assertThat(contentType.parameter("type")).isEqualTo(type);
        assertThat(contentType.parameter("boundary")).isEqualTo(boundary);
    }
}
