@NullMarked
package io.pleura.ingest;

import org.jspecify.annotations.NullMarked;
