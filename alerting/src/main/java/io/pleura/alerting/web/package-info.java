/// What the browser talks to: the worklist, one alert, its radiographs, actions, and the live feed.
@NullMarked
package io.pleura.alerting.web;

import org.jspecify.annotations.NullMarked;
