package io.pleura.training.evaluation;

/// Two models on the same images.
final class Pairs {

    private Pairs() {}

    /// @throws IllegalArgumentException where the two did not judge the same images in the same order
    static void check(Outcomes first, Outcomes second) {
        if (first.images().size() != second.images().size()) {
            throw new IllegalArgumentException("the models judged %d and %d images, which cannot be paired"
                    .formatted(first.images().size(), second.images().size()));
        }
        for (int i = 0; i < first.images().size(); i++) {
            Outcome one = first.images().get(i);
            Outcome other = second.images().get(i);
            if (!one.origin().id().equals(other.origin().id()) || one.positive() != other.positive()) {
                throw new IllegalArgumentException("the models judged different images: "
                        + one.origin().id() + " and " + other.origin().id());
            }
        }
    }
}
