/// The contract between the services: identifiers, topics, serdes and the history of every event schema.
@NullMarked
package io.pleura.schemas;

import org.jspecify.annotations.NullMarked;
