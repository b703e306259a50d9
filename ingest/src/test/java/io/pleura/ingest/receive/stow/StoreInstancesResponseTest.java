package io.pleura.ingest.receive.stow;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.ingest.Outcome;
import io.pleura.ingest.Outcome.Identity;
import io.pleura.ingest.Outcome.Refused;
import io.pleura.ingest.Outcome.Stored;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreInstancesResponseTest {

    private static final Outcome STORED = new Stored(new Identity("1.2", "1.2.3"), ContentHash.of(new byte[0]), false);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            STORED                                   | 200
            STORED STORED                            | 200
            STORED NOT_FRONTAL                       | 202
            NOT_FRONTAL                              | 409
            UNREADABLE_DICOM TRUNCATED               | 400
            UNREADABLE_DICOM NOT_FRONTAL             | 409
            SOP_INSTANCE_MISMATCH                    | 409
            LIMIT_EXCEEDED                           | 413
            LOG_UNAVAILABLE                          | 503
            LOG_UNAVAILABLE TOO_BUSY                 | 503
            STORED LOG_UNAVAILABLE                   | 202
            """)
    void statusFollowsFromWhatBecameOfTheInstances(String outcomes, int status) {
        List<Outcome> each = Arrays.stream(outcomes.split(" "))
                .map(StoreInstancesResponseTest::outcome)
                .toList();

        assertThat(StoreInstancesResponse.of(each).status()).isEqualTo(status);
    }

    @Test
    void namesWhatWasStoredAndWhatFailedAndWhy() {
        assertThat(mixed().dataSet())
                .hasToString("{\"00081190\":{\"vr\":\"UR\"},"
                        + "\"00081198\":{\"vr\":\"SQ\",\"Value\":[{"
                        + "\"00081150\":{\"vr\":\"UI\",\"Value\":[\"1.2\"]},"
                        + "\"00081155\":{\"vr\":\"UI\",\"Value\":[\"1.2.4\"]},"
                        + "\"00081197\":{\"vr\":\"US\",\"Value\":[49169]}}]},"
                        + "\"00081199\":{\"vr\":\"SQ\",\"Value\":[{"
                        + "\"00081150\":{\"vr\":\"UI\",\"Value\":[\"1.2\"]},"
                        + "\"00081155\":{\"vr\":\"UI\",\"Value\":[\"1.2.3\"]},"
                        + "\"00081190\":{\"vr\":\"UR\"}}]},"
                        + "\"0008119A\":{\"vr\":\"SQ\",\"Value\":[{"
                        + "\"00081197\":{\"vr\":\"US\",\"Value\":[49152]}}]}}");
    }

    @Test
    void saysTheSameInXml() {
        assertThat(NativeDicomModel.of(mixed().dataSet())).isEqualToIgnoringNewLines("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <NativeDicomModel xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM" xml:space="preserve">
                        <DicomAttribute tag="00081190" vr="UR" keyword="RetrieveURL"></DicomAttribute>
                        <DicomAttribute tag="00081198" vr="SQ" keyword="FailedSOPSequence"><Item number="1">
                        <DicomAttribute tag="00081150" vr="UI" keyword="ReferencedSOPClassUID">
                        <Value number="1">1.2</Value></DicomAttribute>
                        <DicomAttribute tag="00081155" vr="UI" keyword="ReferencedSOPInstanceUID">
                        <Value number="1">1.2.4</Value></DicomAttribute>
                        <DicomAttribute tag="00081197" vr="US" keyword="FailureReason">
                        <Value number="1">49169</Value></DicomAttribute></Item></DicomAttribute>
                        <DicomAttribute tag="00081199" vr="SQ" keyword="ReferencedSOPSequence"><Item number="1">
                        <DicomAttribute tag="00081150" vr="UI" keyword="ReferencedSOPClassUID">
                        <Value number="1">1.2</Value></DicomAttribute>
                        <DicomAttribute tag="00081155" vr="UI" keyword="ReferencedSOPInstanceUID">
                        <Value number="1">1.2.3</Value></DicomAttribute>
                        <DicomAttribute tag="00081190" vr="UR" keyword="RetrieveURL"></DicomAttribute>
                        </Item></DicomAttribute>
                        <DicomAttribute tag="0008119A" vr="SQ" keyword="OtherFailuresSequence"><Item number="1">
                        <DicomAttribute tag="00081197" vr="US" keyword="FailureReason">
                        <Value number="1">49152</Value></DicomAttribute></Item></DicomAttribute>
                        </NativeDicomModel>
                        """);
    }

    /// What a sender wrote where a UID belongs is no UI value, and might be anything.
    @ParameterizedTest
    @CsvSource({"'', 1.2.3", "1.2, ''", "1.2, Miller^Anna", "1.2, '1.2.3\n1.2.4'"})
    void namesNoInstanceThatHasNoUids(String sopClassUid, String sopInstanceUid) {
        Refused refused =
                new Refused(new Identity(sopClassUid, sopInstanceUid), ReasonCode.MISSING_IDENTIFIER, "absent");

        assertThat(StoreInstancesResponse.of(List.of(refused)).dataSet())
                .hasToString("{\"00081190\":{\"vr\":\"UR\"},\"0008119A\":{\"vr\":\"SQ\",\"Value\":[{"
                        + "\"00081197\":{\"vr\":\"US\",\"Value\":[49154]}}]}}");
    }

    private static StoreInstancesResponse mixed() {
        return StoreInstancesResponse.of(List.of(
                STORED,
                new Refused(new Identity("1.2", "1.2.4"), ReasonCode.NOT_FRONTAL, ""),
                new Refused(Identity.UNKNOWN, ReasonCode.UNREADABLE_DICOM, "")));
    }

    private static Outcome outcome(String name) {
        return name.equals("STORED") ? STORED : new Refused(new Identity("1.2", "1.2.4"), ReasonCode.valueOf(name), "");
    }
}
