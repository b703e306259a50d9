package io.pleura.ingest.wire;

/// The header of a presentation data value (PS3.8 sections 9.3.5.1 and E.2).
///
/// @param command true for a fragment of a command set, false for one of a data set
/// @param last true when the fragment ends its command set or data set
public record PresentationDataValue(int contextId, boolean command, boolean last) {}
