/// Many associations at once, among them slow and broken ones, for as long as one likes; then the books.
@NullMarked
package io.pleura.standalone.soak;

import org.jspecify.annotations.NullMarked;
