/// Programs of others, from Debian's packages, that Pleura is tested with and measured beside.
@NullMarked
package io.pleura.standalone.peer;

import org.jspecify.annotations.NullMarked;
