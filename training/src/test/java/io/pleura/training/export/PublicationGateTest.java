package io.pleura.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PublicationGateTest {

    private static final String FP32 = "a".repeat(64);
    private static final String INT8 = "b".repeat(64);

    private static final String CARD = """
            # ClaSegNet 1

            **Trained on synthetic phantoms only. Not a medical device. Not for diagnostic use.**

            ## Intended use

            Not fit for patients.

            ## Data

            10 training, 4 validation and 4 test phantoms.

            ## Network

            After Zhao et al. These are ours: the rest.

            ## Training

            Run seed 1. Versions: these.

            ## Results on held-back images

            | AUC | 0.951 (0.940 to 0.960) |

            ## Files

            `%s` and `%s`

            ## Limits

            It knows phantoms, at their prevalence.

            ## Patents

            US10755140B2

            ## Licence

            Apache License 2.0

            ## The command that makes it

            ./pleura train --out RUN
            """.formatted(FP32, INT8);

    @Test
    void letsAModelThroughThatLacksNothing() {
        assertThat(PublicationGate.violations(candidate(0.0019, 1e-5, 500, CARD)))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} {1} {2} {3} {4}")
    @CsvSource(textBlock = """
            # AUC loss, parity, images, a, threshold, reason
            0.002,  1e-5, 500,  1.0, 0.5,  int8 loses 0.0020 of AUC against fp32 on the test images
            NaN,    1e-5, 500,  1.0, 0.5,  int8 loses NaN of AUC
            0.0001, 1e-4, 500,  1.0, 0.5,  ONNX Runtime and libtorch differ by 1.0e-04 in a logit
            0.0001, NaN,  500,  1.0, 0.5,  ONNX Runtime and libtorch differ by NaN in a logit
            0.0001, 1e-5, 499,  1.0, 0.5,  int8 was measured on 499 test images with and 499 without
            0.0001, 1e-5, 500, -1.0, 0.5,  the calibration does not rise with the score: a = -1.0
            0.0001, 1e-5, 500,  NaN, 0.5,  the calibration does not rise with the score: a = NaN
            0.0001, 1e-5, 500,  1.0, 0.05, the thresholds must rise within 0 to 1
            0.0001, 1e-5, 500,  1.0, 0.95, the thresholds must rise within 0 to 1
            """)
    void refusesAModelWithOneReason(
            double loss, double parity, long images, double a, double threshold, String reason) {
        ModelDescription description = description(loss, "platt", a, threshold);
        assertThat(PublicationGate.violations(new PublicationGate.Candidate(description, CARD, parity, images, images)))
                .singleElement()
                .asString()
                .startsWith(reason);
    }

    @Test
    void refusesACalibrationThatInferenceCannotServe() {
        ModelDescription description = description(0, "spline", 1, 0.5);
        assertThat(PublicationGate.violations(new PublicationGate.Candidate(description, CARD, 0, 500, 500)))
                .containsExactly("inference cannot serve the calibration \"spline\"");
    }

    @ParameterizedTest
    @EnumSource
    void refusesACardWithoutASection(CardSection section) {
        assertThat(PublicationGate.violations(
                        candidate(0, 0, 500, CARD.replace(section.heading(), "## Something else"))))
                .anySatisfy(reason -> assertThat(reason)
                        .startsWith("the card's section \"%s\" does not say"
                                .formatted(section.heading().substring(3))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (0.940 to 0.960)          | ''                 | does not say figures with intervals
            phantoms only             | images             | the card does not begin with what the model is
            Not a medical device      | A product          | the card does not begin with what the model is
            US10755140B2              | none               | does not say the patents on the method
            Apache License            | ask us             | does not say the licence
            These are ours            | All is the paper's | does not say the network
            Not fit for patients      | For all            | does not say what the model is for
            ./pleura train            | make               | does not say the command that makes it
            aaaaaaaa                  | cccccccc           | the card does not name the hash of model.onnx
            bbbbbbbb                  | cccccccc           | the card does not name the hash of model.int8.onnx
            """)
    void refusesACardThatDoesNotSayIt(String good, String bad, String reason) {
        assertThat(CARD).contains(good);
        assertThat(PublicationGate.violations(candidate(0, 0, 500, CARD.replace(good, bad))))
                .singleElement()
                .asString()
                .contains(reason);
    }

    @Test
    void namesEveryReasonOnALineOfItsOwn() {
        assertThatThrownBy(() -> PublicationGate.refuse(PublicationGate.violations(candidate(0.5, 1, 3, CARD))))
                .isInstanceOf(PublicationGate.RefusedException.class)
                .hasMessageStartingWith("the model is not published:\n- ONNX Runtime and libtorch differ")
                .hasMessageContaining("\n- int8 loses 0.5000 of AUC")
                .hasMessageContaining("\n- int8 was measured on 3");
    }

    private static PublicationGate.Candidate candidate(double loss, double parity, long images, String card) {
        return new PublicationGate.Candidate(description(loss, "platt", 1, 0.5), card, parity, images, images);
    }

    private static ModelDescription description(double loss, String calibration, double a, double threshold) {
        return new ModelDescription(
                "ClaSegNet",
                "1",
                FP32,
                new ModelDescription.Input(64, ModelDescription.Stretch.ofExamples()),
                new ModelDescription.Map(8, 8, 1),
                new ModelDescription.Calibration(calibration, a, 0),
                new ModelDescription.OperatingPoints(
                        new ModelDescription.Point(0.1, 1, 0.5),
                        new ModelDescription.Point(threshold, 0.9, 0.9),
                        new ModelDescription.Point(0.9, 0.5, 1)),
                "balanced",
                "phantoms only",
                new ModelDescription.Figures(1000, 0.95, 0.5),
                new ModelDescription.Int8("model.int8.onnx", INT8, "EXTREMES", 4, 1000, 0.95 - loss, loss, 0.0, 0.01),
                ModelDescription.INTENDED_USE,
                ModelDescription.WARNING);
    }
}
