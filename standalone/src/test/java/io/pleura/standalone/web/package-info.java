/// The page of the alerting service in a real browser, against a hand-written stand-in for its web API.
@NullMarked
package io.pleura.standalone.web;

import org.jspecify.annotations.NullMarked;
