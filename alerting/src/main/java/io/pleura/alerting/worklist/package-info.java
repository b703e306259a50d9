/// The alerts as they stand, read from the compacted topic into memory, and the feed of their changes.
@NullMarked
package io.pleura.alerting.worklist;

import org.jspecify.annotations.NullMarked;
