@NullMarked
package io.pleura.standalone.audit;

import org.jspecify.annotations.NullMarked;
