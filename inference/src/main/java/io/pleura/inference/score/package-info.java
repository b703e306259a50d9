/// From model inputs to findings: the model folder, ONNX Runtime, and what a map of logits says.
@NullMarked
package io.pleura.inference.score;

import org.jspecify.annotations.NullMarked;
