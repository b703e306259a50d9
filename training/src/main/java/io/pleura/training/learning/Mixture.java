package io.pleura.training.learning;

import io.pleura.training.data.Example;
import io.pleura.training.data.ExampleList;
import java.util.List;

/// Training images of one or several data sets, real ones and phantoms for instance.
public record Mixture(List<Part> parts) {

    public Mixture {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("there are no training images");
        }
    }

    /// @param share of each batch, relative to those of the other parts
    public record Part(String name, double share, ExampleList examples) {

        public Part {
            if (examples.isEmpty()) {
                throw new IllegalArgumentException("there are no training images in " + name);
            }
            if (!(share > 0 && share < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("the share of " + name + " must be positive, is " + share);
            }
        }
    }

    public static Mixture of(List<Example> examples) {
        return new Mixture(List.of(new Part("images", 1, ExampleList.of(examples))));
    }

    public int size() {
        return parts.stream().mapToInt(part -> part.examples().size()).sum();
    }

    List<ExampleList.Summary> summaries() {
        return parts.stream()
                .flatMap(part -> part.examples().summaries().stream())
                .toList();
    }
}
