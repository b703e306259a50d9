/// Sends DICOM files over C-STORE, as a modality or an archive would.
@NullMarked
package io.pleura.standalone.send;

import org.jspecify.annotations.NullMarked;
