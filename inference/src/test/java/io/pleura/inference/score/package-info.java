@NullMarked
package io.pleura.inference.score;

import org.jspecify.annotations.NullMarked;
