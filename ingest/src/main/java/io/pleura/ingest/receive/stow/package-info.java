/// STOW-RS (PS3.18 section 10.5): objects over HTTP, streamed part by part.
@NullMarked
package io.pleura.ingest.receive.stow;

import org.jspecify.annotations.NullMarked;
