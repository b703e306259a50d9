/// Puts events into the log, each exactly once.
@NullMarked
package io.pleura.ingest.publish;

import org.jspecify.annotations.NullMarked;
