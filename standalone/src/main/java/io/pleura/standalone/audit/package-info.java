/// Reads the topics as the audit log that they are: do the books balance, and does a score come out the same again?
@NullMarked
package io.pleura.standalone.audit;

import org.jspecify.annotations.NullMarked;
