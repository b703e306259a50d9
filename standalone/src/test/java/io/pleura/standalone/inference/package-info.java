/// The inference worker on a real broker: crashes, priorities, poison and outages.
@NullMarked
package io.pleura.standalone.inference;

import org.jspecify.annotations.NullMarked;
