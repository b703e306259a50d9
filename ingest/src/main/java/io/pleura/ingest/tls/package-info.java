/// TLS as both sides of an association use it: one profile, PEM files, our own certificate, and the side that connects.
@NullMarked
package io.pleura.ingest.tls;

import org.jspecify.annotations.NullMarked;
