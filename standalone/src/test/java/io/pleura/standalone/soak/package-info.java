@NullMarked
package io.pleura.standalone.soak;

import org.jspecify.annotations.NullMarked;
