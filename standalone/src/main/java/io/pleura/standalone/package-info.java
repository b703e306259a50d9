@NullMarked
package io.pleura.standalone;

import org.jspecify.annotations.NullMarked;
