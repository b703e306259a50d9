/// The blob store: original bytes on a file system, addressed by their SHA-256.
@NullMarked
package io.pleura.imaging.blob;

import org.jspecify.annotations.NullMarked;
