/// The rules, as pure functions: what a score, an action or a passed due time does to a study's alert.
/// Nothing here knows Kafka, Avro, HTTP or the clock; time comes in as a value.
@NullMarked
package io.pleura.alerting.triage;

import org.jspecify.annotations.NullMarked;
