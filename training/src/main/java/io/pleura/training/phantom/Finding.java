package io.pleura.training.phantom;

/// Where the air of a phantom's pneumothorax lies. `direction` is the angle at the hilum that is pushed in most (0 to
/// the side, -pi/2 the apex, +pi/2 the base), `spread` how wide, `depth` how far at full collapse.
public enum Finding {
    NONE(0, 1, 0),
    APICAL(-1.35, 0.55, 0.45),
    LATERAL(-0.35, 0.75, 0.45),
    COMPLETE(-0.5, 10, 0.65),
    DEEP_SULCUS(1.0, 0.35, 0.45);

    private final double direction;
    private final double spread;
    private final double depth;

    Finding(double direction, double spread, double depth) {
        this.direction = direction;
        this.spread = spread;
        this.depth = depth;
    }

    /// How much of its length the lung keeps in the direction `angle`, for a collapse of 0..1.
    public double kept(double angle, double collapse, double waviness) {
        double distance = (angle - direction) / spread;
        double weight = Math.exp(-distance * distance);
        return 1 - weight * (collapse * depth + Math.abs(waviness));
    }
}
