@NullMarked
package io.pleura.inference.publish;

import org.jspecify.annotations.NullMarked;
