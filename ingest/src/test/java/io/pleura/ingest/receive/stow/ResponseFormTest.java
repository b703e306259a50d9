package io.pleura.ingest.receive.stow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseFormTest {

    /// Lines of the header are told apart by `!`.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            */*                                                                   | JSON
            application/dicom+json                                                | JSON
            application/dicom+xml                                                 | XML
            Application/DICOM+XML; charset=utf-8                                  | XML
            application/json                                                      | JSON
            application/xml                                                       | XML
            text/xml                                                              | XML
            text/plain                                                            | JSON
            text/*                                                                | JSON
            application/*                                                         | JSON
            application/dicom+xml, application/dicom+json                         | XML
            application/dicom+json, application/dicom+xml                         | JSON
            application/dicom+json;q=0.1, application/dicom+xml;q=0.5             | XML
            application/dicom+json;q=0.1!application/dicom+xml;q=0.5              | XML
            text/html, application/dicom+xml                                      | XML
            text/html!application/dicom+xml                                       | XML
            text/html, */*;q=0.1                                                  | JSON
            application/dicom+json;q=0, */*                                       | XML
            application/*;q=0.5, application/dicom+xml;q=0                        | JSON
            */*, application/dicom+json;q=0.2                                     | XML
            application/json;q=0, application/dicom+json                          | JSON
            multipart/related; type="application/dicom+xml", application/dicom+json | JSON
            application/dicom+xml;q=much                                          | XML
            ``                                                                    | JSON
            ,                                                                     | JSON
            """)
    void likesBestWhatTheClientNamesSo(String accept, ResponseForm form) {
        assertThat(ResponseForm.liked(Arrays.asList(accept.split("!")))).contains(form);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            image/png
            application/dicom
            application/dicom+json;q=0
            */*;q=0
            application/dicom+json;q=0, application/dicom+xml;q=0.0
            multipart/related; type="application/dicom+xml"
            nonsense
            """)
    void takesNothingForAnAnswerThatTheClientDoesNot(String accept) {
        assertThat(ResponseForm.liked(List.of(accept))).isEmpty();
    }

    @Test
    void answersInJsonWhoeverDoesNotSay() {
        assertThat(ResponseForm.liked(List.of())).contains(ResponseForm.JSON);
    }
}
