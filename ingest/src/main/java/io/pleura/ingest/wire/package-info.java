/// What goes over the wire between DICOM nodes, for both sides of an association: the upper layer's PDUs (PS3.8 section
/// 9) and DIMSE command sets (PS3.7). Values and bytes only: no sockets, no threads, no decisions.
@NullMarked
package io.pleura.ingest.wire;

import org.jspecify.annotations.NullMarked;
