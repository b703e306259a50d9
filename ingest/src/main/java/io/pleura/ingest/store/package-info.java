/// Makes an object durable and knows which ones are known already.
@NullMarked
package io.pleura.ingest.store;

import org.jspecify.annotations.NullMarked;
