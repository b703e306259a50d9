/// Watches a running system from outside: the events in its topics, the alerts on its page.
@NullMarked
package io.pleura.standalone.watch;

import org.jspecify.annotations.NullMarked;
