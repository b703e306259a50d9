/// The storage service class provider: the acceptor's side of associations (PS3.8), C-ECHO and C-STORE (PS3.7, PS3.4).
@NullMarked
package io.pleura.ingest.receive.dimse;

import org.jspecify.annotations.NullMarked;
