/// Takes DICOM files from a watched folder.
@NullMarked
package io.pleura.ingest.receive.folder;

import org.jspecify.annotations.NullMarked;
