package io.pleura.training.learning;

import io.pleura.training.data.ExampleList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Hashes of the pixels that a run has learned from or chosen by, phantoms left out: copies of its images are known by
/// them in any other folder, under any other name. Nothing of an image can be had from them.
///
/// @param inputSize edge of the images when they were hashed; hashes of images of another size do not compare
public record LearnedPixels(int inputSize, Set<Long> pixelHashes) {

    public LearnedPixels {
        pixelHashes = new TreeSet<>(pixelHashes);
    }

    public static LearnedPixels of(int inputSize, Collection<ExampleList> images) {
        return new LearnedPixels(
                inputSize,
                images.stream()
                        .flatMap(list -> list.summaries().stream())
                        .map(ExampleList.Summary::pixelHash)
                        .collect(Collectors.toSet()));
    }

    /// Ids of the images that are known.
    ///
    /// @param images of this size
    public List<String> among(ExampleList images) {
        return images.summaries().stream()
                .filter(image -> pixelHashes.contains(image.pixelHash()))
                .map(image -> image.origin().id())
                .toList();
    }
}
