/// The demonstration: synthetic studies through the whole system.
@NullMarked
package io.pleura.standalone.demo;

import org.jspecify.annotations.NullMarked;
