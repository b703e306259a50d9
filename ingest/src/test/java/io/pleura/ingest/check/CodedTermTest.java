package io.pleura.ingest.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.Tag;
import io.pleura.imaging.dicom.Tags;
import io.pleura.ingest.check.Decision.Eligible;
import io.pleura.ingest.check.Decision.Refused;
import io.pleura.schemas.ReasonCode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Coded views and regions, as modalities send them.
class CodedTermTest {

    private final Eligibility eligibility;

    CodedTermTest() throws IOException {
        eligibility = new Eligibility(RulesFile.shipped());
    }

    /// No View Position is stated here.
    @ParameterizedTest(name = "({0}, {1}, {2})")
    @CsvSource(delimiter = '|', textBlock = """
            399348003   | SCT    | antero-posterior      | -
            R-10206     | SRT    | antero-posterior      | -
            R-10206     | SNM3   | Antero-Posterior      | -
            399348003   | SCT    | anteroposteriore      | -
            272479007   | SCT    | dos-ventral           | -
            R-40888     | SRT    | postero-anterior      | -
            R-10214     | SNM3   | postero-anterior      | -
            R-10206     | 99SDM  | -                     | -
            399033003   | SCT    | frontal               | -
            399067008   | SCT    | lateral               | LATERAL
            R-102CD     | SRT    | seitlich              | LATERAL
            399173006   | SCT    | profil gauche         | LEFT LATERAL
            R-10236     | SRT    | left lateral          | LEFT LATERAL
            399198007   | SCT    | -                     | RIGHT LATERAL
            399182000   | SCT    | oblique               | OBLIQUE
            R-102C1     | SRT    | obliquo               | OBLIQUE
            399312000   | SCT    | antero-posterior      | ANTERO-POSTERIOR OBLIQUE
            R-40985     | SRT    | right anterior oblique| RIGHT ANTERIOR OBLIQUE
            R-10224     | SRT    | mediolateral          | MEDIAL-LATERAL
            # the code counts, not the words beside it
            399348003   | SCT    | lateral               | -
            399067008   | SCT    | antero-posterior      | LATERAL
            # private and unknown codes have nothing but their words
            PA1         | 99SITE | postero-anterior      | -
            LAT         | 99SITE | left lateral          | another projection
            399067008   | 99SITE | antero-posterior      | -
            399999999   | SCT    | lateral               | another projection
            SEITL       | 99SITE | seitlich              | -
            """)
    void judgesACodedViewByItsCode(String value, String scheme, String meaning, String refused) {
        Decision decision = decide(header -> header.remove(Tags.VIEW_POSITION)
                .items(Tags.VIEW_CODE_SEQUENCE, List.of(item(value, scheme, meaning))));

        assertRefused(decision, ReasonCode.NOT_FRONTAL, "View Code Sequence (0054,0220)", refused, "view-code");
    }

    /// No Body Part Examined is stated here.
    @ParameterizedTest(name = "({0}, {1}, {2})")
    @CsvSource(delimiter = '|', textBlock = """
            816094009   | SCT    | Chest                 | -
            51185008    | SCT    | Chest                 | -
            T-D3000     | SRT    | Chest                 | -
            T-D3000     | SNM3   | Brustkorb             | -
            416550000   | SCT    | poitrine et abdomen   | -
            R-FAB55     | SRT    | Chest and Abdomen     | -
            39607008    | SCT    | Lunge                 | -
            113197003   | SCT    | Rib                   | -
            T-D4000     | SRT    | Abdomen               | ABDOMEN
            818981001   | SCT    | ventre                | ABDOMEN
            72696002    | SCT    | genou                 | KNEE
            T-D9200     | SRT    | Knie                  | KNEE
            71341001    | SCT    | Oberschenkelknochen   | FEMUR
            56459004    | SCT    | -                     | FOOT
            # the code counts, not the words beside it
            T-D9200     | SRT    | Chest                 | KNEE
            T-D3000     | SRT    | Knee                  | -
            # private and unknown codes have nothing but their words
            TH          | 99SITE | Thorax p.a.           | -
            KN          | 99SITE | Knee left             | another region
            KN          | 99SITE | Knie                  | -
            """)
    void judgesACodedRegionByItsCode(String value, String scheme, String meaning, String refused) {
        Decision decision = decide(header -> header.remove(Tags.BODY_PART_EXAMINED)
                .items(Tags.ANATOMIC_REGION_SEQUENCE, List.of(item(value, scheme, meaning))));

        assertRefused(
                decision, ReasonCode.NOT_CHEST, "Anatomic Region Sequence (0008,2218)", refused, "anatomic-region");
    }

    @Test
    void aModifierOfAViewCounts() {
        DataSet view = DataSet.builder()
                .string(Tags.CODE_VALUE, "399348003")
                .string(Tags.CODING_SCHEME_DESIGNATOR, "SCT")
                .string(Tags.CODE_MEANING, "a.p.")
                .items(Tags.VIEW_MODIFIER_CODE_SEQUENCE, List.of(item("R-102C1", "SRT", "obliquo")))
                .build();

        assertRefused(
                decide(header -> header.items(Tags.VIEW_CODE_SEQUENCE, List.of(view))),
                ReasonCode.NOT_FRONTAL,
                "View Code Sequence (0054,0220)",
                "ANTERO-POSTERIOR; OBLIQUE",
                "view-code");
    }

    private static void assertRefused(
            Decision decision, ReasonCode reason, String attribute, String refused, String rule) {
        switch (refused) {
            case "-" -> assertThat(decision).isInstanceOf(Eligible.class);
            case "another projection", "another region" ->
                assertThat(decision).isEqualTo(new Refused(reason, attribute + " names " + refused, Optional.of(rule)));
            default ->
                assertThat(decision).isEqualTo(new Refused(reason, attribute + " is " + refused, Optional.of(rule)));
        }
    }

    private Decision decide(UnaryOperator<DataSetBuilder> change) {
        return eligibility.decide(ObjectHeaders.header(change));
    }

    private static DataSet item(String value, String scheme, String meaning) {
        DataSetBuilder item = DataSet.builder();
        add(item, Tags.CODE_VALUE, value);
        add(item, Tags.CODING_SCHEME_DESIGNATOR, scheme);
        add(item, Tags.CODE_MEANING, meaning);
        return item.build();
    }

    private static void add(DataSetBuilder item, Tag tag, String value) {
        if (!value.equals("-")) {
            item.string(tag, value);
        }
    }
}
