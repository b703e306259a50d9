/// The whole system in child processes, from C-STORE to the alert on the page. Needs the packaged services and the
/// shipped model: run by `./mvnw verify`.
@NullMarked
package io.pleura.standalone.endtoend;

import org.jspecify.annotations.NullMarked;
