@NullMarked
package io.pleura.standalone.watch;

import org.jspecify.annotations.NullMarked;
