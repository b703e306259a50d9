package io.pleura.alerting.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.jboss.logging.Logger;

/// Writes each notification as a line of JSON to the log, in a category of its own, for sites that act on logs.
public final class LogChannel implements NotificationChannel {

    static final String CATEGORY = "io.pleura.notifications";

    private static final Logger LOG = Logger.getLogger(CATEGORY);

    private final ObjectMapper json;

    public LogChannel(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public String name() {
        return "log";
    }

    @Override
    public String target() {
        return CATEGORY;
    }

    @Override
    public Outcome deliver(Notification notification) {
        LOG.info(NotificationJson.text(json, notification));
        return new Outcome.Delivered(null);
    }
}
