package io.pleura.alerting.triage;

/// The patient's side on which the model sees air.
public enum Laterality {
    LEFT(true, false),
    RIGHT(false, true),
    BILATERAL(true, true),
    UNDETERMINED(false, false);

    private final boolean left;
    private final boolean right;

    Laterality(boolean left, boolean right) {
        this.left = left;
        this.right = right;
    }

    public Laterality and(Laterality other) {
        return of(left || other.left, right || other.right);
    }

    /// True when this names a side that `known`, which names one itself, does not.
    public boolean addsSideTo(Laterality known) {
        return known != UNDETERMINED && known.and(this) != known;
    }

    private static Laterality of(boolean left, boolean right) {
        if (left && right) {
            return BILATERAL;
        }
        return left ? LEFT : right ? RIGHT : UNDETERMINED;
    }
}
