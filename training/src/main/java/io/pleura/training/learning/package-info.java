/// Training: batches, augmentation, the loop and what decides it.
@NullMarked
package io.pleura.training.learning;

import org.jspecify.annotations.NullMarked;
