@NullMarked
package io.pleura.standalone.stack;

import org.jspecify.annotations.NullMarked;
