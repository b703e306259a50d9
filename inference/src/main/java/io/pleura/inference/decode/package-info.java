/// From blob addresses to model inputs: fetch, decode and preprocess, many at once.
@NullMarked
package io.pleura.inference.decode;

import org.jspecify.annotations.NullMarked;
