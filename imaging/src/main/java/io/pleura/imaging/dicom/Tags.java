package io.pleura.imaging.dicom;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The data elements that Pleura names, each with its value representation (PS3.6 chapter 6; commands: PS3.7 annex E).
///
/// Implicit VR data sets do not state value representations, so elements missing here are read from them as `UN`.
/// Constants are the keywords of the standard in upper case. Where it allows US or SS, US stands here and Pixel
/// Representation (0028,0103) decides.
public final class Tags {

    private static final Map<Tag, Vr> VALUE_REPRESENTATIONS = new HashMap<>();

    // Item tags (PS3.5 section 7.5); they have no value representation.
    static final Tag ITEM = new Tag(0xFFFE, 0xE000);
    static final Tag ITEM_DELIMITATION_ITEM = new Tag(0xFFFE, 0xE00D);
    static final Tag SEQUENCE_DELIMITATION_ITEM = new Tag(0xFFFE, 0xE0DD);

    public static final Tag COMMAND_GROUP_LENGTH = define(0x0000, 0x0000, Vr.UL);
    public static final Tag AFFECTED_SOP_CLASS_UID = define(0x0000, 0x0002, Vr.UI);
    public static final Tag REQUESTED_SOP_CLASS_UID = define(0x0000, 0x0003, Vr.UI);
    public static final Tag COMMAND_FIELD = define(0x0000, 0x0100, Vr.US);
    public static final Tag MESSAGE_ID = define(0x0000, 0x0110, Vr.US);
    public static final Tag MESSAGE_ID_BEING_RESPONDED_TO = define(0x0000, 0x0120, Vr.US);
    public static final Tag MOVE_DESTINATION = define(0x0000, 0x0600, Vr.AE);
    public static final Tag PRIORITY = define(0x0000, 0x0700, Vr.US);
    public static final Tag COMMAND_DATA_SET_TYPE = define(0x0000, 0x0800, Vr.US);
    public static final Tag STATUS = define(0x0000, 0x0900, Vr.US);
    public static final Tag OFFENDING_ELEMENT = define(0x0000, 0x0901, Vr.AT);
    public static final Tag ERROR_COMMENT = define(0x0000, 0x0902, Vr.LO);
    public static final Tag ERROR_ID = define(0x0000, 0x0903, Vr.US);
    public static final Tag AFFECTED_SOP_INSTANCE_UID = define(0x0000, 0x1000, Vr.UI);
    public static final Tag MOVE_ORIGINATOR_APPLICATION_ENTITY_TITLE = define(0x0000, 0x1030, Vr.AE);
    public static final Tag MOVE_ORIGINATOR_MESSAGE_ID = define(0x0000, 0x1031, Vr.US);
    public static final Tag FILE_META_INFORMATION_GROUP_LENGTH = define(0x0002, 0x0000, Vr.UL);
    public static final Tag FILE_META_INFORMATION_VERSION = define(0x0002, 0x0001, Vr.OB);
    public static final Tag MEDIA_STORAGE_SOP_CLASS_UID = define(0x0002, 0x0002, Vr.UI);
    public static final Tag MEDIA_STORAGE_SOP_INSTANCE_UID = define(0x0002, 0x0003, Vr.UI);
    public static final Tag TRANSFER_SYNTAX_UID = define(0x0002, 0x0010, Vr.UI);
    public static final Tag IMPLEMENTATION_CLASS_UID = define(0x0002, 0x0012, Vr.UI);
    public static final Tag IMPLEMENTATION_VERSION_NAME = define(0x0002, 0x0013, Vr.SH);
    public static final Tag SOURCE_APPLICATION_ENTITY_TITLE = define(0x0002, 0x0016, Vr.AE);
    public static final Tag SPECIFIC_CHARACTER_SET = define(0x0008, 0x0005, Vr.CS);
    public static final Tag IMAGE_TYPE = define(0x0008, 0x0008, Vr.CS);
    public static final Tag SOP_CLASS_UID = define(0x0008, 0x0016, Vr.UI);
    public static final Tag SOP_INSTANCE_UID = define(0x0008, 0x0018, Vr.UI);
    public static final Tag STUDY_DATE = define(0x0008, 0x0020, Vr.DA);
    public static final Tag SERIES_DATE = define(0x0008, 0x0021, Vr.DA);
    public static final Tag ACQUISITION_DATE = define(0x0008, 0x0022, Vr.DA);
    public static final Tag CONTENT_DATE = define(0x0008, 0x0023, Vr.DA);
    public static final Tag ACQUISITION_DATE_TIME = define(0x0008, 0x002A, Vr.DT);
    public static final Tag STUDY_TIME = define(0x0008, 0x0030, Vr.TM);
    public static final Tag SERIES_TIME = define(0x0008, 0x0031, Vr.TM);
    public static final Tag ACQUISITION_TIME = define(0x0008, 0x0032, Vr.TM);
    public static final Tag CONTENT_TIME = define(0x0008, 0x0033, Vr.TM);
    public static final Tag ACCESSION_NUMBER = define(0x0008, 0x0050, Vr.SH);
    public static final Tag MODALITY = define(0x0008, 0x0060, Vr.CS);
    public static final Tag PRESENTATION_INTENT_TYPE = define(0x0008, 0x0068, Vr.CS);
    public static final Tag MANUFACTURER = define(0x0008, 0x0070, Vr.LO);
    public static final Tag INSTITUTION_NAME = define(0x0008, 0x0080, Vr.LO);
    public static final Tag REFERRING_PHYSICIAN_NAME = define(0x0008, 0x0090, Vr.PN);
    public static final Tag CODE_VALUE = define(0x0008, 0x0100, Vr.SH);
    public static final Tag CODING_SCHEME_DESIGNATOR = define(0x0008, 0x0102, Vr.SH);
    public static final Tag CODE_MEANING = define(0x0008, 0x0104, Vr.LO);
    public static final Tag TIMEZONE_OFFSET_FROM_UTC = define(0x0008, 0x0201, Vr.SH);
    public static final Tag STATION_NAME = define(0x0008, 0x1010, Vr.SH);
    public static final Tag STUDY_DESCRIPTION = define(0x0008, 0x1030, Vr.LO);
    public static final Tag PROCEDURE_CODE_SEQUENCE = define(0x0008, 0x1032, Vr.SQ);
    public static final Tag SERIES_DESCRIPTION = define(0x0008, 0x103E, Vr.LO);
    public static final Tag MANUFACTURER_MODEL_NAME = define(0x0008, 0x1090, Vr.LO);
    public static final Tag REFERENCED_STUDY_SEQUENCE = define(0x0008, 0x1110, Vr.SQ);
    public static final Tag REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE = define(0x0008, 0x1111, Vr.SQ);
    public static final Tag REFERENCED_SERIES_SEQUENCE = define(0x0008, 0x1115, Vr.SQ);
    public static final Tag REFERENCED_IMAGE_SEQUENCE = define(0x0008, 0x1140, Vr.SQ);
    public static final Tag REFERENCED_SOP_CLASS_UID = define(0x0008, 0x1150, Vr.UI);
    public static final Tag REFERENCED_SOP_INSTANCE_UID = define(0x0008, 0x1155, Vr.UI);
    public static final Tag TRANSACTION_UID = define(0x0008, 0x1195, Vr.UI);
    public static final Tag FAILURE_REASON = define(0x0008, 0x1197, Vr.US);
    public static final Tag FAILED_SOP_SEQUENCE = define(0x0008, 0x1198, Vr.SQ);
    public static final Tag REFERENCED_SOP_SEQUENCE = define(0x0008, 0x1199, Vr.SQ);
    public static final Tag DERIVATION_DESCRIPTION = define(0x0008, 0x2111, Vr.ST);
    public static final Tag SOURCE_IMAGE_SEQUENCE = define(0x0008, 0x2112, Vr.SQ);
    public static final Tag ANATOMIC_REGION_SEQUENCE = define(0x0008, 0x2218, Vr.SQ);
    public static final Tag PRIMARY_ANATOMIC_STRUCTURE_SEQUENCE = define(0x0008, 0x2228, Vr.SQ);
    public static final Tag PATIENT_NAME = define(0x0010, 0x0010, Vr.PN);
    public static final Tag PATIENT_ID = define(0x0010, 0x0020, Vr.LO);
    public static final Tag PATIENT_BIRTH_DATE = define(0x0010, 0x0030, Vr.DA);
    public static final Tag PATIENT_SEX = define(0x0010, 0x0040, Vr.CS);
    public static final Tag PATIENT_AGE = define(0x0010, 0x1010, Vr.AS);
    public static final Tag BODY_PART_EXAMINED = define(0x0018, 0x0015, Vr.CS);
    public static final Tag KVP = define(0x0018, 0x0060, Vr.DS);
    public static final Tag SOFTWARE_VERSIONS = define(0x0018, 0x1020, Vr.LO);
    public static final Tag PROTOCOL_NAME = define(0x0018, 0x1030, Vr.LO);
    public static final Tag IMAGER_PIXEL_SPACING = define(0x0018, 0x1164, Vr.DS);
    public static final Tag POSITIONER_TYPE = define(0x0018, 0x1508, Vr.CS);
    public static final Tag PATIENT_POSITION = define(0x0018, 0x5100, Vr.CS);
    public static final Tag VIEW_POSITION = define(0x0018, 0x5101, Vr.CS);
    public static final Tag DETECTOR_TYPE = define(0x0018, 0x7004, Vr.CS);
    public static final Tag STUDY_INSTANCE_UID = define(0x0020, 0x000D, Vr.UI);
    public static final Tag SERIES_INSTANCE_UID = define(0x0020, 0x000E, Vr.UI);
    public static final Tag STUDY_ID = define(0x0020, 0x0010, Vr.SH);
    public static final Tag SERIES_NUMBER = define(0x0020, 0x0011, Vr.IS);
    public static final Tag INSTANCE_NUMBER = define(0x0020, 0x0013, Vr.IS);
    public static final Tag PATIENT_ORIENTATION = define(0x0020, 0x0020, Vr.CS);
    public static final Tag LATERALITY = define(0x0020, 0x0060, Vr.CS);
    public static final Tag IMAGE_LATERALITY = define(0x0020, 0x0062, Vr.CS);
    public static final Tag IMAGE_COMMENTS = define(0x0020, 0x4000, Vr.LT);
    public static final Tag SAMPLES_PER_PIXEL = define(0x0028, 0x0002, Vr.US);
    public static final Tag PHOTOMETRIC_INTERPRETATION = define(0x0028, 0x0004, Vr.CS);
    public static final Tag PLANAR_CONFIGURATION = define(0x0028, 0x0006, Vr.US);
    public static final Tag NUMBER_OF_FRAMES = define(0x0028, 0x0008, Vr.IS);
    public static final Tag ROWS = define(0x0028, 0x0010, Vr.US);
    public static final Tag COLUMNS = define(0x0028, 0x0011, Vr.US);
    public static final Tag PIXEL_SPACING = define(0x0028, 0x0030, Vr.DS);
    public static final Tag PIXEL_ASPECT_RATIO = define(0x0028, 0x0034, Vr.IS);
    public static final Tag BITS_ALLOCATED = define(0x0028, 0x0100, Vr.US);
    public static final Tag BITS_STORED = define(0x0028, 0x0101, Vr.US);
    public static final Tag HIGH_BIT = define(0x0028, 0x0102, Vr.US);
    public static final Tag PIXEL_REPRESENTATION = define(0x0028, 0x0103, Vr.US);
    public static final Tag SMALLEST_IMAGE_PIXEL_VALUE = define(0x0028, 0x0106, Vr.US);
    public static final Tag LARGEST_IMAGE_PIXEL_VALUE = define(0x0028, 0x0107, Vr.US);
    public static final Tag PIXEL_PADDING_VALUE = define(0x0028, 0x0120, Vr.US);
    public static final Tag PIXEL_PADDING_RANGE_LIMIT = define(0x0028, 0x0121, Vr.US);
    public static final Tag BURNED_IN_ANNOTATION = define(0x0028, 0x0301, Vr.CS);
    public static final Tag PIXEL_INTENSITY_RELATIONSHIP = define(0x0028, 0x1040, Vr.CS);
    public static final Tag PIXEL_INTENSITY_RELATIONSHIP_SIGN = define(0x0028, 0x1041, Vr.SS);
    public static final Tag WINDOW_CENTER = define(0x0028, 0x1050, Vr.DS);
    public static final Tag WINDOW_WIDTH = define(0x0028, 0x1051, Vr.DS);
    public static final Tag RESCALE_INTERCEPT = define(0x0028, 0x1052, Vr.DS);
    public static final Tag RESCALE_SLOPE = define(0x0028, 0x1053, Vr.DS);
    public static final Tag RESCALE_TYPE = define(0x0028, 0x1054, Vr.LO);
    public static final Tag WINDOW_CENTER_AND_WIDTH_EXPLANATION = define(0x0028, 0x1055, Vr.LO);
    public static final Tag VOI_LUT_FUNCTION = define(0x0028, 0x1056, Vr.CS);
    public static final Tag LOSSY_IMAGE_COMPRESSION = define(0x0028, 0x2110, Vr.CS);
    public static final Tag LOSSY_IMAGE_COMPRESSION_RATIO = define(0x0028, 0x2112, Vr.DS);
    public static final Tag LOSSY_IMAGE_COMPRESSION_METHOD = define(0x0028, 0x2114, Vr.CS);
    public static final Tag MODALITY_LUT_SEQUENCE = define(0x0028, 0x3000, Vr.SQ);
    public static final Tag LUT_DESCRIPTOR = define(0x0028, 0x3002, Vr.US);
    public static final Tag LUT_EXPLANATION = define(0x0028, 0x3003, Vr.LO);
    public static final Tag MODALITY_LUT_TYPE = define(0x0028, 0x3004, Vr.LO);
    public static final Tag LUT_DATA = define(0x0028, 0x3006, Vr.OW);
    public static final Tag VOI_LUT_SEQUENCE = define(0x0028, 0x3010, Vr.SQ);
    public static final Tag STUDY_PRIORITY_ID = define(0x0032, 0x000C, Vr.CS);
    public static final Tag REQUESTED_PROCEDURE_DESCRIPTION = define(0x0032, 0x1060, Vr.LO);
    public static final Tag PERFORMED_PROCEDURE_STEP_START_DATE = define(0x0040, 0x0244, Vr.DA);
    public static final Tag PERFORMED_PROCEDURE_STEP_START_TIME = define(0x0040, 0x0245, Vr.TM);
    public static final Tag PERFORMED_PROTOCOL_CODE_SEQUENCE = define(0x0040, 0x0260, Vr.SQ);
    public static final Tag REQUEST_ATTRIBUTES_SEQUENCE = define(0x0040, 0x0275, Vr.SQ);
    public static final Tag ACQUISITION_CONTEXT_SEQUENCE = define(0x0040, 0x0555, Vr.SQ);
    public static final Tag REQUESTED_PROCEDURE_PRIORITY = define(0x0040, 0x1003, Vr.SH);
    public static final Tag PURPOSE_OF_REFERENCE_CODE_SEQUENCE = define(0x0040, 0xA170, Vr.SQ);
    public static final Tag VIEW_CODE_SEQUENCE = define(0x0054, 0x0220, Vr.SQ);
    public static final Tag VIEW_MODIFIER_CODE_SEQUENCE = define(0x0054, 0x0222, Vr.SQ);
    public static final Tag PRESENTATION_LUT_SHAPE = define(0x2050, 0x0020, Vr.CS);
    public static final Tag EXTENDED_OFFSET_TABLE = define(0x7FE0, 0x0001, Vr.OV);
    public static final Tag EXTENDED_OFFSET_TABLE_LENGTHS = define(0x7FE0, 0x0002, Vr.OV);
    public static final Tag FLOAT_PIXEL_DATA = define(0x7FE0, 0x0008, Vr.OF);
    public static final Tag DOUBLE_FLOAT_PIXEL_DATA = define(0x7FE0, 0x0009, Vr.OD);
    public static final Tag PIXEL_DATA = define(0x7FE0, 0x0010, Vr.OW);
    public static final Tag DATA_SET_TRAILING_PADDING = define(0xFFFC, 0xFFFC, Vr.OB);

    private Tags() {}

    private static Tag define(int group, int element, Vr vr) {
        Tag tag = new Tag(group, element);
        VALUE_REPRESENTATIONS.put(tag, vr);
        return tag;
    }

    /// What the standard says about an element, as far as it is known here.
    static Optional<Vr> vr(Tag tag) {
        if (tag.element() == 0) {
            return Optional.of(Vr.UL); // group length (PS3.5 section 7.2)
        }
        if (tag.isPrivate() && tag.element() >= 0x10 && tag.element() <= 0xFF) {
            return Optional.of(Vr.LO); // private creator (PS3.5 section 7.8.1)
        }
        return Optional.ofNullable(VALUE_REPRESENTATIONS.get(tag));
    }
}
