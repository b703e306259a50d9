/// From stored samples to display values, and from display values to the model's input: the one preprocessing of
/// training, inference and viewer.
@NullMarked
package io.pleura.imaging.frame;

import org.jspecify.annotations.NullMarked;
