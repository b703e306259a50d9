/// Synthetic chest radiographs with the exact place of their pneumothorax.
@NullMarked
package io.pleura.training.phantom;

import org.jspecify.annotations.NullMarked;
