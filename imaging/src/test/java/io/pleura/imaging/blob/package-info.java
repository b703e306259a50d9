@NullMarked
package io.pleura.imaging.blob;

import org.jspecify.annotations.NullMarked;
