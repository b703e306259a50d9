@NullMarked
package io.pleura.training;

import org.jspecify.annotations.NullMarked;
