@NullMarked
package io.pleura.standalone.demo;

import org.jspecify.annotations.NullMarked;
