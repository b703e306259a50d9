package io.pleura.training.evaluation;

import io.pleura.training.data.Example;

/// How scores become decisions: a calibration and a cut, both chosen on validation images and then kept.
public record DecisionRule(ScoreCalibration calibration, OperatingPoint point) {

    /// Platt's calibration and the balanced operating point.
    public static DecisionRule balanced(Evaluation validation) {
        return new DecisionRule(PlattCalibration.fit(validation.images()), OperatingPoint.balanced(validation));
    }

    public Outcomes judge(Evaluation evaluation) {
        return Outcomes.of(evaluation.images().stream().map(this::judge).toList());
    }

    private Outcome judge(Scored image) {
        double area = image.example().supervision() == Example.Supervision.MASK
                ? image.example().lesionArea()
                : Double.NaN;
        return new Outcome(
                image.example().origin(),
                image.positive(),
                image.score(),
                calibration.probability(image.score()),
                image.score() >= point.cut(),
                new Outcome.Lesion(
                        area, image.example().finding(), image.example().traits()),
                Overlap.of(image, point.cut()));
    }
}
