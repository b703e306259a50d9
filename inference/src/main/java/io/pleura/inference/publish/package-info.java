/// Outcomes and offsets into Kafka, in one transaction.
@NullMarked
package io.pleura.inference.publish;

import org.jspecify.annotations.NullMarked;
