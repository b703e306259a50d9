/// Measures the whole system beside a yardstick, in one run.
@NullMarked
package io.pleura.standalone.bench;

import org.jspecify.annotations.NullMarked;
