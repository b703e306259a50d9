@NullMarked
package io.pleura.imaging.frame;

import org.jspecify.annotations.NullMarked;
