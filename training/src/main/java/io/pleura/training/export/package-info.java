/// From trained weights to the model folder that inference loads.
@NullMarked
package io.pleura.training.export;

import org.jspecify.annotations.NullMarked;
