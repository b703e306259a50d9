package io.pleura.training.evaluation;

import io.pleura.training.data.ExampleList;
import java.util.List;

/// Two models on the same images.
public final class Pairs {

    private Pairs() {}

    private record Image(String id, boolean positive) {}

    /// @throws IllegalArgumentException where the two would not judge the same images in the same order
    public static void check(ExampleList first, ExampleList second) {
        check(images(first), images(second));
    }

    /// @throws IllegalArgumentException where the two did not judge the same images in the same order
    static void check(Outcomes first, Outcomes second) {
        check(images(first), images(second));
    }

    private static List<Image> images(ExampleList examples) {
        return examples.summaries().stream()
                .map(image -> new Image(image.origin().id(), image.positive()))
                .toList();
    }

    private static List<Image> images(Outcomes outcomes) {
        return outcomes.images().stream()
                .map(image -> new Image(image.origin().id(), image.positive()))
                .toList();
    }

    private static void check(List<Image> first, List<Image> second) {
        if (first.size() != second.size()) {
            throw new IllegalArgumentException(
                    "the models judge %d and %d images, which cannot be paired".formatted(first.size(), second.size()));
        }
        for (int i = 0; i < first.size(); i++) {
            if (!first.get(i).equals(second.get(i))) {
                throw new IllegalArgumentException("the models judge different images: "
                        + first.get(i).id() + " and " + second.get(i).id());
            }
        }
    }
}
