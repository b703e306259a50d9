/// Carries scores and actions to the rules and their outcomes to the log: the Kafka Streams topology and its runtime.
@NullMarked
package io.pleura.alerting.route;

import org.jspecify.annotations.NullMarked;
