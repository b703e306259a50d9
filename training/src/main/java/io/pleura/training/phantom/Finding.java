package io.pleura.training.phantom;

import java.util.List;

/// Where the air of a phantom's pneumothorax lies. Shares follow the run-length masks of SIIM-ACR: six in ten end above
/// the middle of the image, two in ten run down the side, one in twelve lies below only, and a quarter has more than
/// one part.
public enum Finding {
    NONE(0),
    APICAL(0.44, new Push(-1.35, 0.55, 0.45)),
    LATERAL(0.18, new Push(-0.35, 0.75, 0.45)),
    APICAL_AND_BASAL(0.12, new Push(-1.35, 0.5, 0.45), new Push(1.05, 0.3, 0.4)),
    DEEP_SULCUS(0.08, new Push(1.0, 0.35, 0.45)),
    COMPLETE(0.12, new Push(-0.5, 10, 0.65)),
    TENSION(0.06, new Push(-0.5, 10, 0.75));

    /// `direction` is the angle at the hilum that is pushed in most (0 to the side, -pi/2 the apex, +pi/2 the base),
    /// `spread` how wide, `depth` how far at full collapse.
    private record Push(double direction, double spread, double depth) {

        double at(double angle, double collapse, double waviness, double breadth) {
            double distance = (angle - direction) / (spread * breadth);
            return Math.exp(-distance * distance) * (collapse * depth + Math.abs(waviness));
        }
    }

    private final double share;
    private final List<Push> pushes;

    Finding(double share, Push... pushes) {
        this.share = share;
        this.pushes = List.of(pushes);
    }

    /// The finding at a place of 0..1 on the scale of shares.
    static Finding at(double place) {
        double seen = 0;
        for (Finding finding : values()) {
            seen += finding.share;
            if (place < seen) {
                return finding;
            }
        }
        return TENSION;
    }

    /// How much of its length the lung keeps in the direction `angle`, for a collapse of 0..1.
    ///
    /// @param breadth widens or narrows the place that is pushed in
    double kept(double angle, double collapse, double waviness, double breadth) {
        double lost = 0;
        for (Push push : pushes) {
            lost = Math.max(lost, push.at(angle, collapse, waviness, breadth));
        }
        return Math.max(0.05, 1 - lost);
    }
}
