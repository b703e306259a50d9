/// The command that fuzzes all targets for as long as one likes, and this module's bounded run.
@NullMarked
package io.pleura.ingest.fuzz;

import org.jspecify.annotations.NullMarked;
