@NullMarked
package io.pleura.standalone.send;

import org.jspecify.annotations.NullMarked;
