package io.pleura.training.network;

/// What stands on the feature extractor.
public enum Head {
    /// Segmentation blocks and a map of logits; the label is implicit in the map.
    CLASEGNET,
    /// The paper's baseline `Classification`: global average pooling and one logit, taught by the labels alone. It has
    /// the same feature extractor and sees the same images in the same augmentation, but says nothing of the place.
    CLASSIFICATION
}
