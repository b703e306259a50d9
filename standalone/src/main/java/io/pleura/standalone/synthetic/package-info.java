/// Radiographs that nobody took, for those who measure and test.
@NullMarked
package io.pleura.standalone.synthetic;

import org.jspecify.annotations.NullMarked;
