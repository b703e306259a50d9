/// Images with labels and masks, from phantoms and from data sets, as the network sees them.
@NullMarked
package io.pleura.training.data;

import org.jspecify.annotations.NullMarked;
