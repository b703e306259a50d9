/// ClaSegNet: the layer graph, its libtorch interpreter, loss and image score.
@NullMarked
package io.pleura.training.network;

import org.jspecify.annotations.NullMarked;
