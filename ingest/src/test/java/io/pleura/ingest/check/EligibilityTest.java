package io.pleura.ingest.check;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.imaging.codec.PixelDataExtent;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tag;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import io.pleura.ingest.check.Decision.Eligible;
import io.pleura.ingest.check.Decision.Refused;
import io.pleura.schemas.ReasonCode;
import io.pleura.schemas.SeriesUid;
import io.pleura.schemas.SopInstanceUid;
import io.pleura.schemas.StudyUid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EligibilityTest {

    private static final Map<String, Tag> TAGS = Map.ofEntries(
            Map.entry("Study Instance UID", Tags.STUDY_INSTANCE_UID),
            Map.entry("Series Instance UID", Tags.SERIES_INSTANCE_UID),
            Map.entry("SOP Instance UID", Tags.SOP_INSTANCE_UID),
            Map.entry("SOP Class UID", Tags.SOP_CLASS_UID),
            Map.entry("Modality", Tags.MODALITY),
            Map.entry("Presentation Intent", Tags.PRESENTATION_INTENT_TYPE),
            Map.entry("View Position", Tags.VIEW_POSITION),
            Map.entry("View Code", Tags.VIEW_CODE_SEQUENCE),
            Map.entry("Age", Tags.PATIENT_AGE),
            Map.entry("Birth Date", Tags.PATIENT_BIRTH_DATE),
            Map.entry("Study Date", Tags.STUDY_DATE),
            Map.entry("Body Part", Tags.BODY_PART_EXAMINED),
            Map.entry("Number of Frames", Tags.NUMBER_OF_FRAMES),
            Map.entry("Rows", Tags.ROWS),
            Map.entry("Columns", Tags.COLUMNS),
            Map.entry("Samples per Pixel", Tags.SAMPLES_PER_PIXEL),
            Map.entry("Bits Allocated", Tags.BITS_ALLOCATED),
            Map.entry("Photometric Interpretation", Tags.PHOTOMETRIC_INTERPRETATION));

    private static final Set<String> NUMBERS =
            Set.of("Number of Frames", "Rows", "Columns", "Samples per Pixel", "Bits Allocated");

    private final Eligibility eligibility;

    EligibilityTest() throws IOException {
        eligibility = new Eligibility(RulesFile.shipped());
    }

    @Test
    void takesAFrontalChestRadiograph() {
        assertThat(decide(same -> same))
                .isEqualTo(new Eligible(
                        new StudyUid(ObjectHeaders.STUDY),
                        new SeriesUid(ObjectHeaders.SERIES),
                        new SopInstanceUid(ObjectHeaders.INSTANCE),
                        SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION,
                        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
                        "DX",
                        Optional.of("PA"),
                        2500,
                        2048,
                        List.of("view-code")));
    }

    @Test
    void saysWhichRulesLetItPassForWantOfAValue() {
        Decision decision = decide(header -> header.remove(Tags.VIEW_POSITION)
                .remove(Tags.BODY_PART_EXAMINED)
                .remove(Tags.PATIENT_AGE)
                .remove(Tags.PRESENTATION_INTENT_TYPE));

        assertThat(decision).isInstanceOfSatisfying(Eligible.class, eligible -> assertThat(eligible.unstated())
                .containsExactly(
                        "presentation-intent",
                        "view-position",
                        "view-code",
                        "patient-orientation",
                        "body-part",
                        "anatomic-region",
                        "age"));
    }

    @Test
    void aCodedFrontalViewNeedsNoViewPosition() {
        DataSet code =
                DataSet.builder().string(Tags.CODE_MEANING, "postero-anterior").build();

        assertThat(decide(header -> header.remove(Tags.VIEW_POSITION).items(Tags.VIEW_CODE_SEQUENCE, List.of(code))))
                .isInstanceOfSatisfying(Eligible.class, eligible -> assertThat(eligible.unstated())
                        .containsExactly("patient-orientation"));
    }

    /// Digital X-ray objects often name the region by code alone.
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(delimiter = '|', textBlock = """
            -     | Chest          | true
            -     | Thoracic inlet | true
            -     | Brustkorb      | true
            -     | Knee joint     | false
            -     | Left hand      | false
            -     | Abdomen        | false
            -     | Abdomen, chest | true
            -     | Thorax         | true
            -     | Thoracic spine | false
            -     | Thoraco-lumbar spine | false
            # what is stated in words is not asked again
            CHEST | Abdomen        | true
            KNEE  | Chest          | false
            THORACIC_SPINE | Chest | false
            """)
    void looksAtTheCodedRegionWhereNoBodyPartIsStated(String bodyPart, String region, boolean eligible) {
        DataSet code = DataSet.builder().string(Tags.CODE_MEANING, region).build();

        Decision decision = decide(header ->
                with("Body Part", bodyPart).apply(header).items(Tags.ANATOMIC_REGION_SEQUENCE, List.of(code)));

        assertThat(decision instanceof Eligible).isEqualTo(eligible);
        if (decision instanceof Refused refused) {
            assertThat(refused.reason()).isEqualTo(ReasonCode.NOT_CHEST);
            assertThat(refused.detail()).doesNotContain(region);
        }
    }

    /// The birth date counts only where the age itself cannot be read.
    @ParameterizedTest(name = "age {0}, born {1}, study {2}")
    @CsvSource(delimiter = '|', textBlock = """
            018Y | -        | -        | true
            017Y | -        | -        | false
            150Y | -        | -        | true
            006M | -        | -        | false
            240M | -        | -        | true
            040W | -        | -        | false
            003D | -        | -        | false
            -    | 20081123 | 20261123 | true
            -    | 20081124 | 20261123 | false
            -    | 20261101 | 20261123 | false
            45   | 20081124 | 20261123 | false
            045Y | 20081124 | 20261123 | true
            # nobody's age, and what the dates say then
            000Y | -        | -        | true
            000Y | 19500101 | 20261123 | true
            000Y | 20261101 | 20261123 | false
            000M | -        | -        | false
            000D | -        | -        | false
            151Y | -        | -        | true
            151Y | 20081124 | 20261123 | false
            -    | 17000101 | 20261123 | true
            # no age at all
            -    | -        | -        | true
            45   | -        | -        | true
            -    | 20261124 | 20261123 | true
            -    | 20080230 | 20261123 | true
            """)
    void letsAdultsInAndThoseWhoseAgeNobodyTells(String age, String born, String studied, boolean eligible) {
        Decision decision = decide(header -> with("Age", age)
                .andThen(with("Birth Date", born))
                .andThen(with("Study Date", studied))
                .apply(header));

        assertThat(decision instanceof Eligible).isEqualTo(eligible);
        if (!eligible) {
            assertThat(decision)
                    .isEqualTo(new Refused(
                            ReasonCode.AGE_OUT_OF_RANGE, "Patient's Age is not from 18Y to 150Y", Optional.of("age")));
        }
    }

    /// A site that wants to be told.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            Presentation Intent | presentation-intent | Presentation Intent Type (0008,0068) is absent
            View Position       | view-position       | View Position (0018,5101) is absent
            Body Part           | body-part           | Body Part Examined (0018,0015) is absent
            Age                 | age                 | Patient's Age (0010,1010) and Birth Date (0010,0030) are absent
            View Code           | view-code           | View Code Sequence (0054,0220) is absent
            """)
    void refusesWhatIsNotStatedWhereTheRuleSaysSo(String element, String rule, String detail) throws IOException {
        EligibilityRules strict = RulesFile.read(
                "site.yaml", "name: strict\n" + rule + ":\n  missing: refuse\n", Optional.of(RulesFile.shipped()));

        assertThat(new Eligibility(strict).decide(ObjectHeaders.header(with(element, "-"))))
                .isEqualTo(new Refused(ReasonCode.NOT_STATED, detail, Optional.of(rule)));
    }

    /// `-` takes the element away.
    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
            View Position              | -
            View Position              | AP
            View Position              | ap
            View Position              | FRONTAL
            Body Part                  | -
            Body Part                  | CHEST PORTABLE
            Body Part                  | THORAX
            Body Part                  | TORAX
            Body Part                  | TORACE AP
            Presentation Intent        | -
            Modality                   | CR
            SOP Class UID              | 1.2.840.10008.5.1.4.1.1.1
            SOP Class UID              | 1.2.840.10008.5.1.4.1.1.7
            Number of Frames           | 1
            Rows                       | 256
            Columns                    | 10000
            Bits Allocated             | 8
            Photometric Interpretation | MONOCHROME1
            """)
    void takesWhatRealChestRadiographsSay(String element, String value) {
        assertThat(decide(with(element, value))).isInstanceOf(Eligible.class);
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            Study Instance UID         | -                             | MISSING_IDENTIFIER
            Series Instance UID        | -                             | MISSING_IDENTIFIER
            SOP Instance UID           | -                             | MISSING_IDENTIFIER
            Study Instance UID         | not a UID                     | MISSING_IDENTIFIER
            SOP Class UID              | 1.2.840.10008.5.1.4.1.1.2     | UNSUPPORTED_SOP_CLASS
            SOP Class UID              | -                             | UNSUPPORTED_SOP_CLASS
            Modality                   | CT                            | UNSUPPORTED_MODALITY
            Modality                   | -                             | UNSUPPORTED_MODALITY
            Modality                   | MG                            | UNSUPPORTED_MODALITY
            Presentation Intent        | FOR PROCESSING                | FOR_PROCESSING
            SOP Class UID              | 1.2.840.10008.5.1.4.1.1.1.1.1 | FOR_PROCESSING
            View Position              | LL                            | NOT_FRONTAL
            View Position              | RL                            | NOT_FRONTAL
            View Position              | LATERAL                       | NOT_FRONTAL
            View Position              | LLD                           | NOT_FRONTAL
            View Position              | RAO                           | NOT_FRONTAL
            Body Part                  | EXTREMITY                     | NOT_CHEST
            Body Part                  | ABDOMEN                       | NOT_CHEST
            Number of Frames           | 2                             | MULTI_FRAME
            Samples per Pixel          | 3                             | UNSUPPORTED_PIXEL_FORMAT
            Bits Allocated             | 32                            | UNSUPPORTED_PIXEL_FORMAT
            Bits Allocated             | -                             | UNSUPPORTED_PIXEL_FORMAT
            Photometric Interpretation | PALETTE COLOR                 | UNSUPPORTED_PIXEL_FORMAT
            Photometric Interpretation | -                             | UNSUPPORTED_PIXEL_FORMAT
            Rows                       | 255                           | IMPLAUSIBLE_SIZE
            Rows                       | -                             | UNSUPPORTED_PIXEL_FORMAT
            Columns                    | 10001                         | IMPLAUSIBLE_SIZE
            """)
    void refusesWithReason(String element, String value, ReasonCode reason) {
        assertThat(decide(with(element, value)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    /// Which of the two is wrong, the sign of the intensity tells, or nothing does.
    @ParameterizedTest(name = "{0}, {1}, sign {2}")
    @CsvSource({
        "MONOCHROME2, IDENTITY, 0, true",
        "MONOCHROME1, INVERSE, 0, true",
        "MONOCHROME1, IDENTITY, -1, true",
        "MONOCHROME2, INVERSE, 1, true",
        "MONOCHROME1, IDENTITY, 0, false",
        "MONOCHROME2, INVERSE, 0, false"
    })
    void refusesAnImageThatMayBeInverted(String photometric, String shape, int sign, boolean taken) {
        Decision decision = decide(image -> image.string(Tags.PHOTOMETRIC_INTERPRETATION, photometric)
                .string(Tags.PRESENTATION_LUT_SHAPE, shape)
                .integer(Tags.PIXEL_INTENSITY_RELATIONSHIP_SIGN, sign));

        if (taken) {
            assertThat(decision).isInstanceOf(Eligible.class);
        } else {
            assertThat(decision)
                    .isEqualTo(
                            new Refused(
                                    ReasonCode.UNSUPPORTED_PIXEL_FORMAT,
                                    "Photometric Interpretation (0028,0004) and Presentation LUT Shape (2050,0020) contradict each other"));
        }
    }

    /// What was found, and what would have passed.
    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
            Modality            | CT             | Modality (0008,0060) is CT; wanted: CR, DX
            Modality            | -              | Modality (0008,0060) is absent
            View Position       | LL             | View Position (0018,5101) is LL; wanted: AP, PA, FRONTAL
            Body Part           | KNEE           | Body Part Examined (0018,0015) is KNEE; wanted: CHEST, THORA, LUNG, TORAX, TORACE, PULM
            Presentation Intent | FOR PROCESSING | Presentation Intent Type (0008,0068) is FOR PROCESSING
            SOP Class UID       | 1.2.3          | SOP Class UID (0008,0016) is 1.2.3
            """)
    void saysWhatWasFoundAndWhatWouldHavePassed(String element, String value, String detail) {
        assertThat(decide(with(element, value)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.detail()).isEqualTo(detail));
    }

    @Test
    void namesWhatTheSitesOwnRuleWouldHaveLetPass() throws IOException {
        EligibilityRules site = RulesFile.read(
                "site.yaml", "name: site\nmodality:\n  accept: [RG]\n", Optional.of(RulesFile.shipped()));

        assertThat(new Eligibility(site).decide(ObjectHeaders.header(same -> same)))
                .isEqualTo(new Refused(
                        ReasonCode.UNSUPPORTED_MODALITY,
                        "Modality (0008,0060) is DX; wanted: RG",
                        Optional.of("modality")));
    }

    @Test
    void refusesAnObjectWithoutPixelData() {
        assertThat(decide(header -> header.remove(Tags.PIXEL_DATA)))
                .isEqualTo(new Refused(ReasonCode.NO_PIXEL_DATA, "Pixel Data (7FE0,0010) is absent"));
    }

    @Test
    void refusesAnImageThatDoesNotStateItsSides() {
        assertThat(decide(header -> header.remove(Tags.ROWS)))
                .isEqualTo(new Refused(ReasonCode.UNSUPPORTED_PIXEL_FORMAT, "Rows (0028,0010) is absent or no number"));
        assertThat(decide(header -> header.remove(Tags.COLUMNS)))
                .isEqualTo(
                        new Refused(ReasonCode.UNSUPPORTED_PIXEL_FORMAT, "Columns (0028,0011) is absent or no number"));
    }

    /// What whoever scores it would refuse for its header is not acknowledged.
    @Test
    void refusesAnImageThatTheDecoderWouldRefuseForItsHeader() {
        assertThat(decide(header -> header.integer(Tags.BITS_STORED, 0)))
                .isEqualTo(new Refused(
                        ReasonCode.UNSUPPORTED_PIXEL_FORMAT, "Bits Stored (0028,0101) is 0, of 16 allocated"));
        assertThat(decide(header -> header.integer(Tags.BITS_STORED, 17)))
                .isEqualTo(new Refused(
                        ReasonCode.UNSUPPORTED_PIXEL_FORMAT, "Bits Stored (0028,0101) is 17, of 16 allocated"));
        assertThat(decide(header -> header.string(Tags.NUMBER_OF_FRAMES, Vr.IS, "one")))
                .isEqualTo(new Refused(
                        ReasonCode.UNSUPPORTED_PIXEL_FORMAT, "Number of Frames (0028,0008) is not a number"));
        assertThat(decide(header -> header.integer(Tags.BITS_STORED, 12).integer(Tags.HIGH_BIT, 15)))
                .isInstanceOf(Eligible.class);
    }

    /// What nobody will decode is not acknowledged.
    @Test
    void refusesMorePixelsThanAreDecodedThoughEachSideIsPlausible() {
        assertThat(decide(header -> header.integer(Tags.ROWS, 10_000).integer(Tags.COLUMNS, 6_710)))
                .isInstanceOf(Eligible.class);
        assertThat(decide(header -> header.integer(Tags.ROWS, 10_000).integer(Tags.COLUMNS, 6_711)))
                .isEqualTo(new Refused(
                        ReasonCode.LIMIT_EXCEEDED, "10000 rows, 6711 columns; 67108864 pixels can be decoded"));
    }

    /// Of an image of 2500 x 2048 pixels.
    @ParameterizedTest(name = "{0} bits, encapsulated: {1}, {2} bytes, {3}")
    @CsvSource(delimiter = '|', textBlock = """
            16 | false | 10240000 | EXPLICIT_VR_LITTLE_ENDIAN | - | -
            16 | false | 10240002 | IMPLICIT_VR_LITTLE_ENDIAN | - | -
            8  | false | 5120000  | EXPLICIT_VR_BIG_ENDIAN    | - | -
            16 | true  | 2        | JPEG_LS_LOSSLESS          | - | -
            16 | false | 10239998 | EXPLICIT_VR_LITTLE_ENDIAN | UNDECODABLE_PIXELS | Pixel Data has 10239998 of 10240000 bytes
            16 | false | 5120000  | IMPLICIT_VR_LITTLE_ENDIAN | UNDECODABLE_PIXELS | Pixel Data has 5120000 of 10240000 bytes
            16 | false | 0        | EXPLICIT_VR_LITTLE_ENDIAN | NO_PIXEL_DATA      | Pixel Data (7FE0,0010) is empty
            16 | true  | 0        | JPEG_LS_LOSSLESS          | NO_PIXEL_DATA      | Pixel Data: no fragment behind its offset table
            16 | true  | 10240000 | EXPLICIT_VR_LITTLE_ENDIAN | UNDECODABLE_PIXELS | encapsulated Pixel Data in a native syntax
            16 | false | 10240000 | JPEG_LS_LOSSLESS          | UNDECODABLE_PIXELS | native Pixel Data, encapsulated syntax
            """)
    void refusesPixelDataThatCannotBeTheImage(
            int bits, boolean encapsulated, long sizeBytes, TransferSyntax syntax, String reason, String detail) {
        Decision decision = eligibility.decide(ObjectHeaders.header(
                header -> header.integer(Tags.BITS_ALLOCATED, bits),
                syntax,
                Optional.of(new PixelDataExtent(encapsulated, sizeBytes))));

        if (reason.equals("-")) {
            assertThat(decision).isInstanceOf(Eligible.class);
        } else {
            assertThat(decision).isEqualTo(new Refused(ReasonCode.valueOf(reason), detail));
        }
    }

    /// Whoever scores it would only find that out when nobody can be told any more.
    @Test
    void refusesAnImageWhoseCompressedFrameIsAnother() {
        ByteBuffer frame =
                ByteBuffer.wrap(HexFormat.of().parseHex("ffd8ffc3000b0c09c40800010111" + "00ffda0008010100010000"));

        assertThat(eligibility.decide(ObjectHeaders.header(
                        same -> same,
                        TransferSyntax.JPEG_LOSSLESS_SV1,
                        Optional.of(new PixelDataExtent(true, 2_000_000, frame)))))
                .isInstanceOf(Eligible.class);
        assertThat(eligibility.decide(ObjectHeaders.header(
                        header -> header.integer(Tags.ROWS, 2499),
                        TransferSyntax.JPEG_LOSSLESS_SV1,
                        Optional.of(new PixelDataExtent(true, 2_000_000, frame)))))
                .isEqualTo(
                        new Refused(ReasonCode.UNDECODABLE_PIXELS, "the JPEG image is 2500 x 2048, not 2499 x 2048"));
    }

    /// It may lack its pixels, and is none of ours anyway.
    @ParameterizedTest(name = "{0} = {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            View Position    | LL | NOT_FRONTAL
            Number of Frames | 2  | MULTI_FRAME
            Bits Allocated   | 12 | UNSUPPORTED_PIXEL_FORMAT
            Rows             | 16 | IMPLAUSIBLE_SIZE
            """)
    void whatIsIneligibleWithoutItsPixelsKeepsItsReason(String element, String value, ReasonCode reason) {
        assertThat(eligibility.decide(ObjectHeaders.header(
                        with(element, value),
                        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                        Optional.of(new PixelDataExtent(false, 0)))))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void refusesALateralViewThatOnlyItsOrientationTells() {
        assertThat(decide(header -> header.remove(Tags.VIEW_POSITION).string(Tags.PATIENT_ORIENTATION, "A", "F")))
                .isEqualTo(new Refused(
                        ReasonCode.NOT_FRONTAL,
                        "Patient Orientation (0020,0020) is that of a lateral view",
                        Optional.of("patient-orientation")));
        assertThat(decide(header -> header.remove(Tags.VIEW_POSITION).string(Tags.PATIENT_ORIENTATION, "L", "F")))
                .isInstanceOf(Eligible.class);
    }

    @Test
    void refusesALateralViewThatOnlyItsViewCodeTells() {
        DataSet code =
                DataSet.builder().string(Tags.CODE_MEANING, "left lateral").build();

        assertThat(decide(header -> header.remove(Tags.VIEW_POSITION).items(Tags.VIEW_CODE_SEQUENCE, List.of(code))))
                .isEqualTo(new Refused(
                        ReasonCode.NOT_FRONTAL,
                        "View Code Sequence (0054,0220) names another projection",
                        Optional.of("view-code")));
    }

    @ParameterizedTest
    @EnumSource(
            value = TransferSyntax.class,
            names = {"HTJ2K", "HTJ2K_LOSSLESS", "DEFLATED_IMAGE_FRAME"})
    void refusesATransferSyntaxThatCannotBeDecoded(TransferSyntax syntax) {
        assertThat(eligibility.decide(ObjectHeaders.header(same -> same, syntax)))
                .isEqualTo(new Refused(
                        ReasonCode.UNSUPPORTED_TRANSFER_SYNTAX, "Transfer Syntax UID (0002,0010) is " + syntax.uid()));
    }

    @Test
    void repeatsNoTextThatIsNoCode() {
        assertThat(decide(header ->
                        header.string(Tags.BODY_PART_EXAMINED, Vr.LO, "Anna Müller, born 1960".replace("ü", "u"))))
                .isEqualTo(new Refused(
                        ReasonCode.NOT_CHEST,
                        "Body Part Examined (0018,0015) is no code string",
                        Optional.of("body-part")));
    }

    private Decision decide(UnaryOperator<DataSetBuilder> change) {
        return eligibility.decide(ObjectHeaders.header(change));
    }

    private static UnaryOperator<DataSetBuilder> with(String element, String value) {
        Tag tag = requireNonNull(TAGS.get(element));
        if (value.equals("-")) {
            return header -> header.remove(tag);
        }
        boolean number = value.matches("\\d+") && NUMBERS.contains(element);
        return number ? header -> header.integer(tag, Integer.parseInt(value)) : header -> header.string(tag, value);
    }
}
