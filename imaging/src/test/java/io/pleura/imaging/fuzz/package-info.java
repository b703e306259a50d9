/// Fuzzing: what takes bytes from outside is given millions of damaged ones. Targets stand beside what they test.
@NullMarked
package io.pleura.imaging.fuzz;

import org.jspecify.annotations.NullMarked;
