/// Three lanes of work, one Kafka consumer each, and the choice of what is scored next.
@NullMarked
package io.pleura.inference.lanes;

import org.jspecify.annotations.NullMarked;
