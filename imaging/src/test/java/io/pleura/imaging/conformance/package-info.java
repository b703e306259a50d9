@NullMarked
package io.pleura.imaging.conformance;

import org.jspecify.annotations.NullMarked;
