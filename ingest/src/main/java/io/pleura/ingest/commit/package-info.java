/// Storage Commitment Push Model as SCP (PS3.4 annex J): requests kept until they are reported on, and the reports.
@NullMarked
package io.pleura.ingest.commit;

import org.jspecify.annotations.NullMarked;
