@NullMarked
package io.pleura.standalone.bench;

import org.jspecify.annotations.NullMarked;
