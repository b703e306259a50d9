@NullMarked
package io.pleura.alerting;

import org.jspecify.annotations.NullMarked;
