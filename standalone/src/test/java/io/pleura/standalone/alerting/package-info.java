@NullMarked
package io.pleura.standalone.alerting;

import org.jspecify.annotations.NullMarked;
