@NullMarked
package io.pleura.imaging.codec;

import org.jspecify.annotations.NullMarked;
