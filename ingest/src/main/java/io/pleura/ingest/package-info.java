/// Receives DICOM, checks it, stores it, publishes it. [IngestPipeline] shows the whole flow.
@NullMarked
package io.pleura.ingest;

import org.jspecify.annotations.NullMarked;
