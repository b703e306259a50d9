@NullMarked
package io.pleura.inference.decode;

import org.jspecify.annotations.NullMarked;
