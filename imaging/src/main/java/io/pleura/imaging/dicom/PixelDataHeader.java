package io.pleura.imaging.dicom;

import java.util.OptionalLong;

/// What stands between the tag of Pixel Data (7FE0,0010) and its value (PS3.5 section 7.1).
///
/// @param vr `OB` for fragments that somebody passed on as `UN`
/// @param length of the value in bytes; empty when it is undefined
public record PixelDataHeader(Vr vr, OptionalLong length) {}
