@NullMarked
package io.pleura.imaging;

import org.jspecify.annotations.NullMarked;
