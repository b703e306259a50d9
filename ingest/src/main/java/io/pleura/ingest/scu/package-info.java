/// A small storage service class user (PS3.4 annex B): sends DICOM files to Pleura or to any other DICOM node. Plain
/// Java.
@NullMarked
package io.pleura.ingest.scu;

import org.jspecify.annotations.NullMarked;
