/// Decoders of Pixel Data (7FE0,0010): from stored bytes to stored samples. Pure Java throughout, because a crash in
/// native code would take the process with it.
@NullMarked
package io.pleura.imaging.codec;

import org.jspecify.annotations.NullMarked;
