/// One machine's stack as child processes: ports, folders, start, readiness, restart, stop.
@NullMarked
package io.pleura.standalone.stack;

import org.jspecify.annotations.NullMarked;
