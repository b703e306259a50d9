@NullMarked
package io.pleura.inference.lanes;

import org.jspecify.annotations.NullMarked;
