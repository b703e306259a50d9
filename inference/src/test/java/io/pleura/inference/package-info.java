@NullMarked
package io.pleura.inference;

import org.jspecify.annotations.NullMarked;
