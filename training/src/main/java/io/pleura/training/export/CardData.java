package io.pleura.training.export;

import io.pleura.training.data.ExampleCache;
import io.pleura.training.learning.TrainingSettings;
import io.pleura.training.phantom.PhantomRecipe;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What a card says of the images that a model has seen.
///
/// @param before settings of the runs whose weights this one went on from, oldest first
/// @param validation number of images, as is `test`
record CardData(TrainingSettings settings, List<TrainingSettings> before, int validation, int test) {

    private static final String PHANTOMS_ONLY = """
            Every image that this model was trained, tuned and tested on was made by this project's phantom generator. The
            figures below say how well it reads phantoms. They say nothing about patients.""";

    private static final String PHANTOMS_AT_LAST = """
            This run trained, tuned and tested the model on images of this project's phantom generator alone; before it, its
            weights had seen others. The figures below say how well it reads phantoms. They say nothing about patients.""";

    private static final String DRAWN_IN = """
            Every pneumothorax in these images was drawn in: the figures say nothing of patients who have one.""";

    private static final String APART = """
            It was trained on others beside them, %s, which chose neither epoch nor calibration nor cuts and are in none of the
            figures; what was held back of them is measured apart.""";

    private static final String PHANTOMS = """
            %s test phantoms, half of each with pneumothorax, no seed shared; generator
            version %d, run seed %d. Lesions cover at least %s %% of the image; their size, side and kind follow figures of the
            2656 SIIM-ACR masks, the grey values of most phantoms those of twelve NIH ChestX-ray14 images. Such figures are all
            that phantoms took from images of patients. Distractors (skin folds, bullae, drains, tubes, leads, lines, pacemakers,
            clothing, opacities) are drawn without knowledge of the label.""";

    private static final String LARGE_LESIONS = """
            Of the positive training phantoms, %.0f %% show a lung collapsed as a whole, 5 to 15 %% of the image, in place of a lesion
            of such a size, since there are few of them among those masks. Validation and test phantoms have the sizes of the masks.""";

    private static final String VARIED = """
            Their chests are `VARIED`: the angles beside the diaphragm may be as deep and dark as on radiographs, healthy lungs
            dark to their edge, of uneven density and bare of vessels far from the hilum, gas lies below the diaphragm, and
            lesions are fainter.""";

    private static final String OTHERS = """
            This model was trained, tuned and tested on images of `%s`, split by patient where the patient is known: a tenth
            for test, a tenth for validation, the others for training. It was tested on %d images and tuned on %d. The figures
            below say how well it reads images from where these come from, and nothing of others.""";

    String text() {
        TrainingSettings.Phantoms phantoms = settings.phantoms();
        List<String> others = others(settings);
        List<String> paragraphs = new ArrayList<>();
        if (!others.isEmpty()) {
            paragraphs.add(OTHERS.formatted(String.join("`, `", settings.deciding()), test, validation));
            if (settings.deciding().getFirst().startsWith(TrainingSettings.INSERTED)) {
                paragraphs.add(DRAWN_IN);
            }
            if (!settings.apart().isEmpty()) {
                paragraphs.add(APART.formatted("`" + String.join("`, `", settings.apart()) + "`"));
            }
        } else {
            paragraphs.add(settings.phantomsOnly() ? PHANTOMS_ONLY : PHANTOMS_AT_LAST);
        }
        if (usesPhantoms(settings)) {
            paragraphs.add(PHANTOMS.formatted(
                    others.isEmpty()
                            ? "%d training, %d validation and %d"
                                    .formatted(phantoms.training(), phantoms.validation(), phantoms.test())
                            : "%d training and %d".formatted(phantoms.training(), phantoms.test()),
                    ExampleCache.GENERATOR,
                    settings.seed(),
                    100 * PhantomRecipe.SMALLEST_LESION));
            if (phantoms.chests() == PhantomRecipe.Chests.VARIED) {
                paragraphs.add(VARIED);
            }
            if (phantoms.largeLesions() > 0) {
                paragraphs.add(LARGE_LESIONS.formatted(100 * phantoms.largeLesions()));
            }
        }
        if (settings.from() != null) {
            paragraphs.add(earlierData(settings.from()));
        }
        return String.join("\n\n", paragraphs);
    }

    private static boolean usesPhantoms(TrainingSettings run) {
        return run.data().stream().anyMatch(source -> source.source().equals(TrainingSettings.PHANTOMS));
    }

    private static List<String> others(TrainingSettings run) {
        return run.data().stream()
                .map(TrainingSettings.Source::source)
                .filter(source -> !source.equals(TrainingSettings.PHANTOMS))
                .toList();
    }

    private String earlierData(String from) {
        if (before.isEmpty()) {
            List<String> seen = settings.pretrainedOn();
            return "Training went on from the weights of the run `%s`, of which nothing else is known here%s."
                    .formatted(
                            from, seen.isEmpty() ? "" : " than that they had seen `" + String.join("`, `", seen) + "`");
        }
        List<String> runs = new ArrayList<>();
        Set<String> told = new HashSet<>(List.of(TrainingSettings.PHANTOMS));
        for (TrainingSettings earlier : before) {
            List<String> others = earlier.seen().stream()
                    .filter(source -> !told.contains(source))
                    .toList();
            runs.add(summary(
                    earlier,
                    Stream.concat(others(earlier).stream(), others.stream())
                            .distinct()
                            .toList()));
            told.addAll(others);
        }
        return "Training went on from weights that had seen, in this order: " + String.join("; ", runs) + ".";
    }

    /// @param others data sets beside phantoms that this run brought in; a fold of a cross-validation names what it was
    /// trained on among what its weights have seen
    private static String summary(TrainingSettings earlier, List<String> others) {
        TrainingSettings.Phantoms phantoms = earlier.phantoms();
        List<String> images = new ArrayList<>();
        if (!others.isEmpty()) {
            images.add("images of `%s`".formatted(String.join("`, `", others)));
        }
        if (usesPhantoms(earlier)) {
            String large = phantoms.largeLesions() == 0
                    ? ""
                    : ", %.0f %% of the positive ones with a lung collapsed as a whole"
                            .formatted(100 * phantoms.largeLesions());
            String chests = phantoms.chests() == PhantomRecipe.Chests.VARIED ? " of `VARIED` chests" : "";
            images.add("%d training phantoms%s%s".formatted(phantoms.training(), chests, large));
        }
        return "%s (run seed %d, %d epochs)"
                .formatted(
                        String.join(" and ", images),
                        earlier.seed(),
                        earlier.schedule().epochs());
    }
}
