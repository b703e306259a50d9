package io.pleura.ingest.check;

import io.pleura.imaging.codec.PixelDataExtent;
import io.pleura.imaging.codec.PixelDecoder;
import io.pleura.imaging.codec.Polarity;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.Selection;
import io.pleura.imaging.dicom.Tags;
import io.pleura.ingest.check.Decision.Refused;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// What the checks look at, taken from an object's header. Code strings are upper case and without padding; an empty
/// string means that the element is absent or blank. Nothing here identifies a patient.
///
/// @param viewCodes items of View Code Sequence (0054,0220) and its modifiers
/// @param anatomicRegions items of Anatomic Region Sequence (0008,2218)
/// @param age of the patient, as stated or as the dates tell
/// @param polarity of the image, nothing where what is said of it contradicts itself
/// @param undecodable why whoever scores the image would refuse it for what is known of its pixels without decoding
/// @param frames Number of Frames (0028,0008), absent in single-frame objects
public record ObjectHeader(
        String transferSyntaxUid,
        String sopClassUid,
        String sopInstanceUid,
        String studyUid,
        String seriesUid,
        String modality,
        String presentationIntent,
        String viewPosition,
        List<CodedTerm> viewCodes,
        List<String> patientOrientation,
        String bodyPart,
        List<CodedTerm> anatomicRegions,
        Optional<Age> age,
        boolean pixelData,
        Optional<Refused> undecodable,
        OptionalInt frames,
        OptionalInt rows,
        OptionalInt columns,
        OptionalInt samplesPerPixel,
        OptionalInt bitsAllocated,
        String photometricInterpretation,
        Optional<Polarity> polarity,
        String requestedProcedurePriority,
        String studyPriority) {

    /// All that is asked of an object, here and in [CodedTerm]. Nothing else of its header is kept while it comes.
    public static final Selection.Only SELECTION = new Selection.Only(Set.of(
            Tags.SOP_CLASS_UID,
            Tags.SOP_INSTANCE_UID,
            Tags.STUDY_DATE,
            Tags.MODALITY,
            Tags.PRESENTATION_INTENT_TYPE,
            Tags.CODE_VALUE,
            Tags.CODING_SCHEME_DESIGNATOR,
            Tags.CODE_MEANING,
            Tags.ANATOMIC_REGION_SEQUENCE,
            Tags.PATIENT_BIRTH_DATE,
            Tags.PATIENT_AGE,
            Tags.BODY_PART_EXAMINED,
            Tags.VIEW_POSITION,
            Tags.STUDY_INSTANCE_UID,
            Tags.SERIES_INSTANCE_UID,
            Tags.PATIENT_ORIENTATION,
            Tags.SAMPLES_PER_PIXEL,
            Tags.PHOTOMETRIC_INTERPRETATION,
            Tags.NUMBER_OF_FRAMES,
            Tags.ROWS,
            Tags.COLUMNS,
            Tags.BITS_ALLOCATED,
            Tags.BITS_STORED,
            Tags.HIGH_BIT,
            Tags.PIXEL_REPRESENTATION,
            Tags.PIXEL_INTENSITY_RELATIONSHIP_SIGN,
            Tags.PRESENTATION_LUT_SHAPE,
            Tags.STUDY_PRIORITY_ID,
            Tags.REQUEST_ATTRIBUTES_SEQUENCE,
            Tags.REQUESTED_PROCEDURE_PRIORITY,
            Tags.VIEW_CODE_SEQUENCE,
            Tags.VIEW_MODIFIER_CODE_SEQUENCE,
            Tags.PIXEL_DATA));

    public ObjectHeader {
        viewCodes = List.copyOf(viewCodes);
        patientOrientation = List.copyOf(patientOrientation);
        anatomicRegions = List.copyOf(anatomicRegions);
    }

    /// @param extent of Pixel Data, which a header does not tell; nothing where it is not known
    public static ObjectHeader of(DicomFile file, Optional<PixelDataExtent> extent) {
        DataSet dataSet = file.dataSet();
        return new ObjectHeader(
                file.transferSyntaxUid(),
                dataSet.string(Tags.SOP_CLASS_UID).orElse(""),
                dataSet.string(Tags.SOP_INSTANCE_UID).orElse(""),
                dataSet.string(Tags.STUDY_INSTANCE_UID).orElse(""),
                dataSet.string(Tags.SERIES_INSTANCE_UID).orElse(""),
                code(dataSet.string(Tags.MODALITY)),
                code(dataSet.string(Tags.PRESENTATION_INTENT_TYPE)),
                code(dataSet.string(Tags.VIEW_POSITION)),
                terms(dataSet.items(Tags.VIEW_CODE_SEQUENCE).stream()
                        .flatMap(item ->
                                Stream.concat(Stream.of(item), item.items(Tags.VIEW_MODIFIER_CODE_SEQUENCE).stream()))),
                dataSet.strings(Tags.PATIENT_ORIENTATION).stream()
                        .map(value -> value.toUpperCase(Locale.ROOT))
                        .toList(),
                code(dataSet.string(Tags.BODY_PART_EXAMINED)),
                terms(dataSet.items(Tags.ANATOMIC_REGION_SEQUENCE).stream()),
                age(dataSet),
                dataSet.contains(Tags.PIXEL_DATA),
                undecodable(file, extent),
                dataSet.integer(Tags.NUMBER_OF_FRAMES),
                dataSet.integer(Tags.ROWS),
                dataSet.integer(Tags.COLUMNS),
                dataSet.integer(Tags.SAMPLES_PER_PIXEL),
                dataSet.integer(Tags.BITS_ALLOCATED),
                code(dataSet.string(Tags.PHOTOMETRIC_INTERPRETATION)),
                Polarity.of(dataSet),
                code(requestedProcedurePriority(dataSet)),
                code(dataSet.string(Tags.STUDY_PRIORITY_ID)));
    }

    private static Optional<Refused> undecodable(DicomFile file, Optional<PixelDataExtent> extent) {
        return extent.map(known -> PixelDecoder.refusal(file, known))
                .orElseGet(() -> PixelDecoder.refusal(file.dataSet()))
                .map(e -> new Refused(
                        e.reason(),
                        Objects.requireNonNullElse(e.getMessage(), e.reason().meaning())));
    }

    private static List<CodedTerm> terms(Stream<DataSet> items) {
        return items.map(CodedTerm::of).flatMap(Optional::stream).toList();
    }

    private static Optional<Age> age(DataSet dataSet) {
        return Age.parse(code(dataSet.string(Tags.PATIENT_AGE)))
                .filter(Age::isOfSomeone)
                .or(() -> Age.between(
                                dataSet.string(Tags.PATIENT_BIRTH_DATE).orElse(""),
                                dataSet.string(Tags.STUDY_DATE).orElse(""))
                        .filter(Age::isOfSomeone));
    }

    /// Some modalities copy the worklist's request into the image, some into Request Attributes Sequence (0040,0275).
    private static Optional<String> requestedProcedurePriority(DataSet dataSet) {
        return dataSet.string(Tags.REQUESTED_PROCEDURE_PRIORITY)
                .or(() -> dataSet.items(Tags.REQUEST_ATTRIBUTES_SEQUENCE).stream()
                        .map(item -> item.string(Tags.REQUESTED_PROCEDURE_PRIORITY))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private static String code(Optional<String> value) {
        return value.map(text -> text.strip().toUpperCase(Locale.ROOT)).orElse("");
    }
}
