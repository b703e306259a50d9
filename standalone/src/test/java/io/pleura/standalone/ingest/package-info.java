/// Ingest against a real broker, and against real DICOM senders.
@NullMarked
package io.pleura.standalone.ingest;

import org.jspecify.annotations.NullMarked;
