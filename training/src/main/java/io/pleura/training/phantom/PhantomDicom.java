package io.pleura.training.phantom;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;

/// A phantom as a Digital X-Ray Image For Presentation (PS3.3 section A.26): 12 bits in 16, a window that leaves some
/// of the range unused, some of them MONOCHROME1. Everything in it follows from the recipe, names included.
final class PhantomDicom {

    private static final int BITS_STORED = 12;
    private static final int FULL_SCALE = (1 << BITS_STORED) - 1;
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    private static final DateTimeFormatter DA = DateTimeFormatter.ofPattern("yyyyMMdd");

    private PhantomDicom() {}

    static DicomFile of(Phantom phantom) {
        PhantomRecipe recipe = phantom.recipe();
        Draws draws = new Draws(recipe.seed(), Draws.Part.IDENTITY);
        DataSetBuilder dataSet = DataSet.builder();
        identity(dataSet, recipe);
        patient(dataSet, recipe, draws);
        acquisition(dataSet, recipe);
        pixels(dataSet, phantom, draws);
        return DicomFile.of(dataSet.build(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    private static void identity(DataSetBuilder dataSet, PhantomRecipe recipe) {
        dataSet.string(Tags.SOP_CLASS_UID, SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION)
                .string(Tags.SOP_INSTANCE_UID, uid("image", recipe))
                .string(Tags.STUDY_INSTANCE_UID, uid("study", recipe))
                .string(Tags.SERIES_INSTANCE_UID, uid("series", recipe))
                .string(Tags.STUDY_ID, "1")
                .integer(Tags.SERIES_NUMBER, 1)
                .integer(Tags.INSTANCE_NUMBER, 1)
                .string(Tags.MODALITY, "DX")
                .string(Tags.PRESENTATION_INTENT_TYPE, "FOR PRESENTATION")
                .string(Tags.IMAGE_TYPE, "ORIGINAL", "PRIMARY")
                .string(Tags.MANUFACTURER, "Pleura phantom generator")
                .string(Tags.BURNED_IN_ANNOTATION, "NO")
                .string(Tags.IMAGE_COMMENTS, "Synthetic phantom, no patient.");
    }

    /// UUID-derived UIDs (PS3.5 section B.2), a different one with and without pneumothorax.
    private static String uid(String what, PhantomRecipe recipe) {
        String name = "pleura phantom %s %d %s".formatted(what, recipe.seed(), recipe.finding());
        UUID uuid = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        BigInteger number = new BigInteger(uuid.toString().replace("-", ""), 16);
        return "2.25." + number;
    }

    private static void patient(DataSetBuilder dataSet, PhantomRecipe recipe, Draws draws) {
        String number = "%04d".formatted(Math.floorMod(recipe.seed(), 10_000));
        String date = FIRST_DAY.plusDays(draws.below(300)).format(DA);
        String time = "%02d%02d%02d".formatted(draws.below(24), draws.below(60), draws.below(60));
        dataSet.string(Tags.PATIENT_NAME, "PHANTOM^" + number)
                .string(Tags.PATIENT_ID, "PHANTOM-" + number)
                .string(Tags.PATIENT_BIRTH_DATE, "%d0101".formatted(1940 + draws.below(65)))
                .string(Tags.PATIENT_SEX, draws.chance(0.5) ? "F" : "M")
                .string(Tags.REFERRING_PHYSICIAN_NAME, "")
                .string(Tags.ACCESSION_NUMBER, "P" + number)
                .string(Tags.STUDY_DATE, date)
                .string(Tags.STUDY_TIME, time)
                .string(Tags.CONTENT_DATE, date)
                .string(Tags.CONTENT_TIME, time)
                .string(Tags.ACQUISITION_DATE, date)
                .string(Tags.ACQUISITION_TIME, time)
                .string(Tags.STUDY_DESCRIPTION, "Chest, synthetic");
    }

    private static void acquisition(DataSetBuilder dataSet, PhantomRecipe recipe) {
        boolean anterior = recipe.view().inBed();
        DataSet view = code(anterior ? "399348003" : "272479007", anterior ? "antero-posterior" : "postero-anterior")
                .items(Tags.VIEW_MODIFIER_CODE_SEQUENCE, List.of())
                .build();
        double spacingMillimetres = 10 * recipe.spacing();
        dataSet.string(Tags.BODY_PART_EXAMINED, "CHEST")
                .string(Tags.VIEW_POSITION, anterior ? "AP" : "PA")
                .items(Tags.VIEW_CODE_SEQUENCE, List.of(view))
                .items(
                        Tags.ANATOMIC_REGION_SEQUENCE,
                        List.of(code("51185008", "Chest").build()))
                .items(Tags.ACQUISITION_CONTEXT_SEQUENCE, List.of())
                .string(Tags.PATIENT_ORIENTATION, "L", "F")
                .string(Tags.IMAGE_LATERALITY, "U")
                .decimal(Tags.IMAGER_PIXEL_SPACING, spacingMillimetres, spacingMillimetres)
                .string(Tags.POSITIONER_TYPE, "NONE")
                .string(Tags.DETECTOR_TYPE, "SCINTILLATOR");
    }

    private static DataSetBuilder code(String value, String meaning) {
        return DataSet.builder()
                .string(Tags.CODE_VALUE, value)
                .string(Tags.CODING_SCHEME_DESIGNATOR, "SCT")
                .string(Tags.CODE_MEANING, meaning);
    }

    private static void pixels(DataSetBuilder dataSet, Phantom phantom, Draws draws) {
        int darkest = draws.below(400);
        int brightest = FULL_SCALE - draws.below(400);
        boolean inverted = phantom.recipe().inverted();
        short[] samples = new short[phantom.pixels().length];
        for (int k = 0; k < samples.length; k++) {
            float display = phantom.pixels()[k];
            float stored = inverted ? 1 - display : display;
            samples[k] = (short) Math.round(darkest + stored * (brightest - darkest));
        }
        dataSet.integer(Tags.SAMPLES_PER_PIXEL, 1)
                .string(Tags.PHOTOMETRIC_INTERPRETATION, inverted ? "MONOCHROME1" : "MONOCHROME2")
                .string(Tags.PRESENTATION_LUT_SHAPE, inverted ? "INVERSE" : "IDENTITY")
                .integer(Tags.ROWS, phantom.rows())
                .integer(Tags.COLUMNS, phantom.columns())
                .integer(Tags.BITS_ALLOCATED, 16)
                .integer(Tags.BITS_STORED, BITS_STORED)
                .integer(Tags.HIGH_BIT, BITS_STORED - 1)
                .integer(Tags.PIXEL_REPRESENTATION, 0)
                .string(Tags.PIXEL_INTENSITY_RELATIONSHIP, "LOG")
                .integer(Tags.PIXEL_INTENSITY_RELATIONSHIP_SIGN, inverted ? 1 : -1)
                .decimal(Tags.RESCALE_INTERCEPT, 0)
                .decimal(Tags.RESCALE_SLOPE, 1)
                .string(Tags.RESCALE_TYPE, "US")
                // The linear function of PS3.3 section C.11.2.1.2.1, from darkest = 0 to brightest = 1.
                .decimal(Tags.WINDOW_CENTER, (darkest + brightest + 1) / 2.0)
                .decimal(Tags.WINDOW_WIDTH, brightest - darkest + 1)
                .string(Tags.LOSSY_IMAGE_COMPRESSION, "00")
                .pixels16(samples);
    }
}
